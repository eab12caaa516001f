import type { ChatKeyAnswer } from '@tandem/integrations/contract';
import { broken, CannotLook, defineCheck, type Opinion, ok, skipped } from '../check.ts';
import type { Chart, ChartedEngine } from './chart.ts';
import { textOf } from './text-of.ts';

type Facts =
  | { kind: 'key'; answer: ChatKeyAnswer }
  /** `expiresAt` null: it does not say, or there is none. */
  | { kind: 'token'; expiresAt: Date | null; now: Date }
  | { kind: 'untold'; dialect: ChartedEngine['dialect'] };

const subject = 'the credentials';

export const botpressCredentials = defineCheck({
  name: 'botpress.credentials',
  means:
    'What is sent to the bot is signed or carries a token; refused, every turn ends with the fallback message.',
  cure: "Set `webhookId` and `encryptionKey` as the bot's Chat integration has them; renew the token of a v12 server.",
  gather: async ({ context, engine, tenant, engineDoor }: Chart): Promise<Facts> => {
    if (engine === null) throw new CannotLook('There is no Botpress connection.');
    const { dialect, settings } = engine;
    if (dialect === 'v12') {
      return { kind: 'token', expiresAt: expiryOf(textOf(settings.token)), now: context.now() };
    }
    if (dialect !== 'chat_api') return { kind: 'untold', dialect };
    const { visit } = await engineDoor();
    if (!visit.reached) throw new CannotLook('It cannot be reached: see botpress.reachable.');
    const caller = { tenantId: tenant.id };
    return { kind: 'key', answer: await context.vitals.probes.chatKey({ settings, caller }) };
  },
  judge: (facts: Facts): Opinion => {
    switch (facts.kind) {
      case 'key':
        return judgeKey(facts.answer);
      case 'token': {
        const { expiresAt, now } = facts;
        if (expiresAt === null || expiresAt > now) return ok(subject, 'The token has not expired.');
        const message = `The token expired at ${expiresAt.toISOString()}: every turn is refused.`;
        return broken(subject, message, 'Log in to the server again and set botpress.token to the new one.');
      }
      case 'untold':
        return skipped(
          subject,
          `${facts.dialect} has nothing that could be asked without writing to the bot.`,
        );
    }
  },
});

function judgeKey(answer: ChatKeyAnswer): Opinion {
  const cure =
    "Set botpress.webhookId and botpress.encryptionKey as the bot's Chat integration has them, or run tandem onboard again.";
  switch (answer) {
    case 'accepted':
      return ok(subject, 'The Chat API takes keys signed with the encryption key.');
    case 'refused':
      return broken(
        subject,
        'The encryption key is not that of the Chat integration: every turn is refused.',
        cure,
      );
    case 'no-bot':
      return broken(subject, 'The Chat API knows no bot of this webhookId: every turn is refused.', cure);
  }
}

/** The `exp` of a JWT (contracts/botpress.md §1e); null when it has none, or is none. */
function expiryOf(token: string | null): Date | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());
    const has = typeof claims === 'object' && claims !== null && 'exp' in claims;
    return has && typeof claims.exp === 'number' ? new Date(claims.exp * 1_000) : null;
  } catch {
    return null;
  }
}
