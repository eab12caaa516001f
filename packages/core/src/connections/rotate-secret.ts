import { randomBytes } from 'node:crypto';
import type { OpenedConnection, StoredConnection } from '@tandem/db';
import { AppError, type TenantId } from '@tandem/schemas';
import type { RotatedSecretAnswer, RotateSecret } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { putConnections } from './put-connections.ts';
import { resetBotSecret } from './reset-bot-secret.ts';

type Input = RotateSecret & { tenantId: TenantId };

/** A connection of the tenant's own, with its secrets in the open. */
export interface OwnConnection {
  connection: StoredConnection;
  opened: OpenedConnection;
}

/**
 * Replaces the webhook secret of a connection; the old one stays valid for the overlap, so that no side has to be first. One
 * that the upstream has made is given; else Chatwoot is asked for one, as nobody else can choose it, or one is made for
 * Botpress. AppError `not_found` (no connection of the tenant's own), `unprocessable` (what has to be done instead).
 */
export async function rotateSecret(context: AdminContext, input: Input): Promise<RotatedSecretAnswer> {
  const { provider, secret, secretOverlapHours } = input;
  const own = await ownConnection(context, input);
  const validUntil = new Date(context.now().getTime() + secretOverlapHours * 3_600_000).toISOString();
  if (secret === undefined && provider === 'chatwoot') {
    return { ...(await resetBotSecret(context, { ...input, own })), secret: null, validUntil };
  }
  if (own.opened.webhookSecrets.length > 1) {
    throw new AppError('unprocessable', {
      public:
        'The connection has several webhook secrets, and nobody can tell which one is meant: set the whole list with ' +
        `connections set, as {"${provider}": {"webhookSecrets": […]}}.`,
    });
  }
  const next = secret ?? randomBytes(32).toString('base64url');
  const connections = await putConnections(context, {
    tenantId: input.tenantId,
    [provider]: { webhookSecrets: [next], secretOverlapHours },
  });
  return { connections, secret: secret === undefined ? next : null, validUntil };
}

async function ownConnection(context: AdminContext, { tenantId, provider }: Input): Promise<OwnConnection> {
  const connection = await context.database.enter(tenantId).connections.active(provider);
  if (connection?.source === 'own') return { connection, opened: context.open(tenantId, connection) };
  const variable = provider === 'chatwoot' ? 'CHATWOOT_WEBHOOK_SECRET' : 'BOTPRESS_WEBHOOK_SECRET';
  throw new AppError('not_found', {
    public: `The tenant has no ${provider} connection of its own: the installation's secrets are in ${variable}.`,
  });
}
