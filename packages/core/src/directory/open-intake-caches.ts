import type { TenantSnapshot } from '@tandem/db';
import type { TenantEntry } from '@tandem/queue';
import type { ConnectionId, ConversationKey } from '@tandem/schemas';
import { findEngineSession } from '../sessions/find-engine-session.ts';
import type { DirectoryContext } from './context.ts';
import { type HeldRoute, holdRoute } from './hold-route.ts';
import { loadRoute } from './load-route.ts';
import { type Cache, openCache } from './open-cache.ts';
import { parseConversationKey, parseRoute } from './stored-values.ts';
import {
  jsonSize,
  megabyte,
  openKnowledge,
  restPart,
  snapshotValues,
  tenantKey,
  tenantPart,
} from './tenant-values.ts';
import type { WebhookRoute } from './webhook-route.ts';

/** What the webhook path asks of a tenant that a reply names. */
export interface NamedTenant {
  active: boolean;
  /** Answered by the installation's bot. */
  shared: boolean;
  channelConnectionId: ConnectionId | null;
}

export interface IntakeCaches {
  /** Keys of `routeKeys`. */
  routes: Cache<WebhookRoute, HeldRoute>;
  /** By tenant id. */
  tenants: Cache<TenantSnapshot, NamedTenant>;
  /** By `<tenant id>.<engine conversation id>`; such a link never changes. */
  engineSessions: Cache<ConversationKey, ConversationKey>;
}

/**
 * What the webhook path holds: little of each tenant, as a process sees very many. A route that was not known yet warms
 * in Redis what the tenant's lanes will need.
 */
export function openIntakeCaches(context: DirectoryContext): IntakeCaches {
  const { database } = context;
  const routes = openCache<WebhookRoute, HeldRoute>(context, {
    name: 'routes',
    maxBytes: 64 * megabyte,
    parse: parseRoute,
    hold: (route) => holdRoute(context, route),
    sizeOf: (route) => (route.own ? jsonSize(route) : 200),
    load: async (key) => {
      const loaded = await loadRoute(context, key);
      if (loaded) warmLanes(loaded.snapshot);
      return loaded?.route ?? null;
    },
  });
  const tenants = openCache<TenantSnapshot, NamedTenant>(context, {
    ...snapshotValues(database),
    maxBytes: 32 * megabyte,
    hold: ({ status, chatwoot, botpress }) => ({
      active: status === 'active',
      shared: botpress?.source !== 'own',
      channelConnectionId: chatwoot?.id ?? null,
    }),
    sizeOf: () => 150,
  });
  const engineSessions = openCache<ConversationKey, ConversationKey>(context, {
    name: 'engine-sessions',
    maxBytes: 16 * megabyte,
    parse: parseConversationKey,
    hold: (place) => place,
    sizeOf: () => 300,
    tenantOf: tenantPart,
    load: (key) => loadEngineSession(context, key),
  });
  const knowledge = openKnowledge(context);
  const warmLanes = (snapshot: TenantSnapshot): void => {
    const { tenantId, revision, configVersion } = snapshot;
    void tenants.share(tenantId, { tenantId, version: revision, value: snapshot });
    // Where it fails the lane loads it again when it needs it, and reports the failure there.
    void knowledge.warm(tenantKey(tenantId, configVersion)).catch(() => {});
  };
  return { routes, tenants, engineSessions };
}

async function loadEngineSession(
  { database }: DirectoryContext,
  key: string,
): Promise<TenantEntry<ConversationKey> | null> {
  const tenantId = tenantPart(key);
  const version = await database.platform.tenants.revision(tenantId);
  const session = await findEngineSession(database.enter(tenantId), restPart(key));
  if (version === null || !session) return null;
  const { connectionId, conversationId } = session;
  return { tenantId, version, value: { tenantId, connectionId, conversationId } };
}
