import { createHash } from 'node:crypto';
import type { StoredConnection, TenantSnapshot } from '@tandem/db';
import { type EngineDialect, engineDialects } from '@tandem/integrations/contract';
import { type ConnectionId, configDefaults, type TenantId } from '@tandem/schemas';
import type { OwnerRules } from '../ownership/owner-events.ts';

/** What the webhook path keeps of one connection: small, because a process holds very many; secrets stay sealed. */
export interface WebhookRoute {
  tenantId: TenantId;
  connectionId: ConnectionId;
  active: boolean;
  dialect: EngineDialect | null;
  accountId: number | null;
  inboxId: number | null;
  pathKeyAlone: boolean;
  welcomesOnOpen: boolean;
  answerWhen: OwnerRules['answerWhen'];
  autoResumeMinutes: number | null;
  /** Null when the connection is the installation's default. */
  own: StoredConnection | null;
}

/** The names under which routes are cached. */
export const routeKeys = {
  inbox: (accountId: number, inboxId: number) => `inbox.${accountId}.${inboxId}`,
  webhookKey: (provider: 'chatwoot' | 'botpress', key: string) =>
    `key.${provider}.${createHash('sha256').update(key).digest('hex')}`,
};

/** A route of a tenant's connection of one provider; null when it is not the one in use. Pure. */
export function toWebhookRoute(
  snapshot: TenantSnapshot,
  input: { provider: 'chatwoot' | 'botpress'; connectionId: ConnectionId },
): WebhookRoute | null {
  const connection = snapshot[input.provider];
  if (!connection || connection.id !== input.connectionId) return null;
  const dialect = engineDialects.find((one) => one === connection.dialect) ?? null;
  return {
    tenantId: snapshot.tenantId,
    connectionId: connection.id,
    active: snapshot.status === 'active',
    dialect,
    accountId: connection.accountId,
    inboxId: inboxOf(snapshot, connection),
    pathKeyAlone:
      input.provider === 'botpress'
        ? dialect === 'messaging_api'
        : connection.settings.allowUnsigned === true,
    welcomesOnOpen: snapshot.config.welcomeOn === 'widget-open',
    answerWhen: answerWhenOf(connection),
    autoResumeMinutes: snapshot.config.autoResumeMinutes ?? configDefaults.autoResumeMinutes,
    own: connection.source === 'own' ? connection : null,
  };
}

/** Which conversations the bot answers. Pure. */
export const answerWhenOf = ({ settings }: StoredConnection): OwnerRules['answerWhen'] =>
  settings.answerWhen === 'pending-or-unassigned-open' ? settings.answerWhen : 'pending';

function inboxOf(snapshot: TenantSnapshot, connection: StoredConnection): number | null {
  const inbox = connection.settings.inboxId ?? snapshot.config.chatwootInboxId ?? null;
  return inbox === null ? null : Number(inbox);
}
