import type { TenantSnapshot } from '@tandem/db';
import type { TenantEntry } from '@tandem/queue';
import type { ConnectionId, TenantId } from '@tandem/schemas';
import type { DirectoryContext } from './context.ts';
import { toWebhookRoute, type WebhookRoute } from './webhook-route.ts';

type LoadContext = Pick<DirectoryContext, 'database' | 'upstreams' | 'now'>;

/** Reads the route of a `routeKeys` key from MySQL, with the tenant it belongs to; null when nobody has it. */
export async function loadRoute(
  context: LoadContext,
  key: string,
): Promise<{ route: TenantEntry<WebhookRoute>; snapshot: TenantSnapshot } | null> {
  const [kind, first = '', second = ''] = key.split('.');
  const owner =
    kind === 'inbox' ? await inboxOwner(context, first, second) : await keyOwner(context, first, second);
  const snapshot = owner && (await context.database.platform.snapshots.load(owner.tenantId));
  const value = snapshot && toWebhookRoute(snapshot, owner);
  if (!value) return null;
  return { route: { tenantId: snapshot.tenantId, version: snapshot.revision, value }, snapshot };
}

type RouteOwner = { tenantId: TenantId; connectionId: ConnectionId; provider: 'chatwoot' | 'botpress' };

async function inboxOwner(
  context: LoadContext,
  accountId: string,
  inboxId: string,
): Promise<RouteOwner | null> {
  const installation = context.upstreams.chatwoot?.baseUrl;
  if (!installation) return null;
  const address = { installation, accountId: Number(accountId), inboxId: Number(inboxId) };
  const owner = await context.database.platform.inboxRoutes.find(address);
  return owner && { ...owner, provider: 'chatwoot' };
}

async function keyOwner(context: LoadContext, provider: string, hash: string): Promise<RouteOwner | null> {
  const owner = await context.database.platform.webhookKeys.findByHash(hash, context.now());
  return owner?.provider === provider ? owner : null;
}
