import { type ConversationKey, type SessionId, type TenantId, zChannelId, zSessionId } from '@tandem/schemas';
import type { IntakeDirectory, WebhookConnection } from '../intake/context.ts';
import type { DirectoryContext } from './context.ts';
import { connectionAt, type HeldRoute } from './hold-route.ts';
import { type IntakeCaches, openIntakeCaches } from './open-intake-caches.ts';
import { tenantKey } from './tenant-values.ts';
import { routeKeys } from './webhook-route.ts';

/** Who is who for the webhook path. What a process holds is answered without a promise, a row or a decryption. */
export function createIntakeDirectory(context: DirectoryContext): IntakeDirectory {
  const caches = openIntakeCaches(context);
  const connectionOf = (held: HeldRoute | null): WebhookConnection | null =>
    held && connectionAt(held, context.now().getTime());
  const find = (key: string): WebhookConnection | null | Promise<WebhookConnection | null> => {
    const held = caches.routes.find(key);
    return held instanceof Promise ? held.then(connectionOf) : connectionOf(held);
  };

  return {
    byKey: (provider, webhookKey) => find(routeKeys.webhookKey(provider, webhookKey)),
    byInbox: (accountId, inboxId) => {
      const account = accountId ?? context.upstreams.chatwoot?.accountId;
      return account === undefined ? null : find(routeKeys.inbox(account, inboxId));
    },
    installationSecrets: (provider) =>
      provider === 'chatwoot' ? context.upstreams.chatwootSecrets : context.upstreams.botpressSecrets,
    sharedEngineTenant: (tenantId) => caches.tenants.find(tenantId),
    sessionOfEngineConversation: (tenantId, engineConversationId) =>
      caches.engineSessions.find(tenantKey(tenantId, engineConversationId)),
    sessionOfReference: (tenantId, reference) =>
      sessionOfReference({ ...context, caches }, tenantId, reference),
  };
}

/** The generic dialect names a session by our id or by Chatwoot's conversation id; ambiguous is unknown. */
async function sessionOfReference(
  context: DirectoryContext & { caches: IntakeCaches },
  tenantId: TenantId | null,
  reference: string,
): Promise<ConversationKey | null> {
  const sessionId = zSessionId.safeParse(reference);
  if (sessionId.success) return await bySessionId(context, tenantId, sessionId.data);
  const conversationId = /^\d{1,16}$/.test(reference) ? zChannelId.safeParse(Number(reference)) : null;
  if (!conversationId?.success) return null;
  if (tenantId === null)
    return await context.database.platform.sessions.findByConversation(conversationId.data);
  const sessions = await context.database.enter(tenantId).sessions.findByConversation(conversationId.data);
  const inUse = (await context.caches.tenants.find(tenantId))?.channelConnectionId;
  const session =
    sessions.length > 1 ? sessions.find(({ connectionId }) => connectionId === inUse) : sessions[0];
  return session
    ? { tenantId, connectionId: session.connectionId, conversationId: session.conversationId }
    : null;
}

async function bySessionId(
  context: DirectoryContext,
  tenantId: TenantId | null,
  id: SessionId,
): Promise<ConversationKey | null> {
  if (tenantId === null) return await context.database.platform.sessions.findById(id);
  const session = await context.database.enter(tenantId).sessions.get(id);
  return session && { tenantId, connectionId: session.connectionId, conversationId: session.conversationId };
}
