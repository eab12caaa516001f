import { UpstreamError } from '@tandem/integrations/contract';
import { AppError, type TenantId } from '@tandem/schemas';
import { type ConnectionsAnswer, secretSettings } from '@tandem/schemas/admin';
import { type AdminContext, claimRights } from '../admin/admin-context.ts';
import { putConnections } from './put-connections.ts';
import type { OwnConnection } from './rotate-secret.ts';

interface ResetBotSecret {
  tenantId: TenantId;
  own: OwnConnection;
  secretOverlapHours: number;
}

/** By then every process has heard that a secret is on the way (product page §2.10). */
const heardAfterMs = 1_000;
/** What an unknown secret has signed is to be sent again for so long at most. */
const awaitMs = 30_000;

/**
 * Has Chatwoot make a new secret for the connection's agent bot and takes it over. Chatwoot signs with it at once, before we
 * can know it (contracts/chatwoot.md §5): what comes in between is answered 500, which has a bot's webhook sent again. Other
 * secrets of the connection stay. AppError `unprocessable`.
 */
export async function resetBotSecret(
  context: AdminContext,
  input: ResetBotSecret,
): Promise<{ connections: ConnectionsAnswer['connections'] }> {
  const { tenantId, own, secretOverlapHours } = input;
  const { settings, webhookSecrets: stored } = own.opened;
  const { baseUrl, accountId, adminToken, botId } = settings;
  if (
    typeof baseUrl !== 'string' ||
    typeof accountId !== 'number' ||
    typeof adminToken !== 'string' ||
    typeof botId !== 'number'
  ) {
    throw new AppError('unprocessable', {
      public:
        'Chatwoot alone can make this secret, and the connection has no adminToken and botId to ask it with: set them, or ' +
        'reset the secret in the settings of the agent bot and give it here.',
    });
  }
  const set = { baseUrl, accountId, adminToken };
  const channel = context.setUps.chatwoot(set, { caller: { tenantId }, budget: async () => {} });
  try {
    const before = (await channel.bot(botId))?.secret ?? null;
    await awaitSecret(context, input, new Date(context.now().getTime() + awaitMs));
    await context.wait(heardAfterMs);
    const secret = await channel.resetBotSecret(botId);
    if (secret === null) throw new AppError('unprocessable', { public: notTold });
    const kept = stored.length === 1 ? [] : stored.filter((one) => one !== before);
    const chatwoot = { webhookSecrets: [secret, ...kept], secretOverlapHours };
    return { connections: await putConnections(context, { tenantId, chatwoot }) };
  } catch (cause) {
    if (!(cause instanceof UpstreamError)) throw cause;
    throw new AppError('unprocessable', {
      public: `Chatwoot did not make a new secret (${cause.message}): check adminToken and botId, and try again.`,
      cause,
    });
  } finally {
    await awaitSecret(context, input, null);
  }
}

const notTold =
  'Chatwoot does not tell the secret of this bot: it is older than 4.13, or the bot is one of all accounts.';

/** Lets every process know that a secret which nobody knows yet may be the right one. */
async function awaitSecret(
  context: AdminContext,
  { tenantId }: ResetBotSecret,
  until: Date | null,
): Promise<void> {
  const { connections } = context.database.enter(tenantId);
  const { revision } = await connections.write({
    provider: 'chatwoot',
    settings: { awaitsSecretUntilMs: until?.getTime() ?? null },
    secretSettings: secretSettings.chatwoot,
    sealer: context.sealer,
    actor: context.actor,
    now: context.now(),
    ...claimRights(context),
  });
  context.notifyChange(tenantId, revision);
}
