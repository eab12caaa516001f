import type { RetiredSecret } from '@tandem/db';
import { type ConversationKey, type SessionId, type TenantId, zChannelId, zSessionId } from '@tandem/schemas';
import type { IntakeDirectory, WebhookConnection } from '../intake/context.ts';
import type { DirectoryContext } from './context.ts';
import { routeKeys, type WebhookRoute } from './webhook-route.ts';

interface Opened {
  connection: WebhookConnection;
  retired: readonly RetiredSecret[];
}

/** Who is who for the webhook path. What a process holds is answered without a promise, a row or a decryption. */
export function createIntakeDirectory(context: DirectoryContext): IntakeDirectory {
  const opened = new WeakMap<WebhookRoute, Opened>();

  const connectionOf = (route: WebhookRoute | null): WebhookConnection | null => {
    if (!route) return null;
    const known = opened.get(route) ?? open(context, route);
    opened.set(route, known);
    return known.retired.length === 0 ? known.connection : withRetired(known, context.now().getTime());
  };
  const find = (key: string): WebhookConnection | null | Promise<WebhookConnection | null> => {
    const held = context.caches.routes.peek(key);
    return held === undefined ? context.caches.routes.get(key).then(connectionOf) : connectionOf(held);
  };

  return {
    byKey: (provider, webhookKey) => find(routeKeys.webhookKey(provider, webhookKey)),
    byInbox: (accountId, inboxId) => {
      const account = accountId ?? context.upstreams.chatwoot?.accountId;
      return account === undefined ? null : find(routeKeys.inbox(account, inboxId));
    },
    installationSecrets: (provider) =>
      provider === 'chatwoot' ? context.upstreams.chatwootSecrets : context.upstreams.botpressSecrets,
    sharedEngineTenant: async (tenantId) => {
      const snapshot = context.caches.tenants.peek(tenantId) ?? (await context.caches.tenants.get(tenantId));
      return (
        snapshot && { active: snapshot.status === 'active', shared: snapshot.botpress?.source !== 'own' }
      );
    },
    sessionOfEngineConversation: (tenantId, engineConversationId) => {
      const key = `${tenantId}.${engineConversationId}`;
      const held = context.caches.engineSessions.peek(key);
      return held === undefined ? context.caches.engineSessions.get(key) : held;
    },
    sessionOfReference: (tenantId, reference) => sessionOfReference(context, tenantId, reference),
  };
}

function open(context: DirectoryContext, route: WebhookRoute): Opened {
  const { own, ...rest } = route;
  const sealed = own && context.open(route.tenantId, own);
  const secrets = sealed ? sealed.webhookSecrets : defaultSecrets(context, route);
  const until = own?.settings.awaitsSecretUntilMs;
  const awaitsSecretUntilMs = typeof until === 'number' ? until : null;
  return {
    connection: { ...rest, secrets, awaitsSecretUntilMs },
    retired: sealed?.retiredWebhookSecrets ?? [],
  };
}

const defaultSecrets = ({ upstreams }: DirectoryContext, route: WebhookRoute): readonly string[] =>
  route.dialect === null ? upstreams.chatwootSecrets : upstreams.botpressSecrets;

function withRetired({ connection, retired }: Opened, nowMs: number): WebhookConnection {
  const valid = retired.filter(({ validUntilMs }) => validUntilMs > nowMs).map(({ secret }) => secret);
  return { ...connection, secrets: [...connection.secrets, ...valid] };
}

/** The generic dialect names a session by our id or by Chatwoot's conversation id; ambiguous is unknown. */
async function sessionOfReference(
  context: DirectoryContext,
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
  const inUse = (await context.caches.tenants.get(tenantId))?.chatwoot?.id;
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
