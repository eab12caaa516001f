import { CannotLook, defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';

interface Facts {
  /** What Chatwoot signs with; null: it does not tell, or does not sign. */
  told: string | null;
  retired: readonly { secret: string; validUntilMs: number }[];
  nowMs: number;
}

const subject = 'the webhook secret';

export const chatwootSecretOverlap = defineCheck({
  name: 'chatwoot.secret-overlap',
  means: 'A replaced secret is valid for a while; what is still signed with it is refused afterwards.',
  cure: "Set `chatwoot.webhookSecrets` to the bot's secret before the overlap ends.",
  gather: async ({ context, channel, desk }: Chart): Promise<Facts> => {
    if (channel === null) throw new CannotLook('There is no Chatwoot connection.');
    const { retired } = channel;
    const nowMs = context.now().getTime();
    if (retired.every(({ validUntilMs }) => validUntilMs <= nowMs)) return { told: null, retired, nowMs };
    return { told: (await desk.bots()).ours?.secret ?? null, retired, nowMs };
  },
  judge: ({ told, retired, nowMs }: Facts): Opinion => {
    const inUse = retired.find(({ secret, validUntilMs }) => secret === told && validUntilMs > nowMs);
    if (inUse === undefined) return ok(subject, 'Nothing is signed with one that ends.');
    const until = new Date(inUse.validUntilMs).toISOString();
    const message = `Chatwoot still signs with the one that was replaced; from ${until} on its webhooks are refused.`;
    return warn(
      subject,
      message,
      'Set chatwoot.webhookSecrets to the secret in the bot settings, or run tandem onboard again.',
    );
  },
});
