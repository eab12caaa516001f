import type { Database, TenantSnapshot } from '@tandem/db';
import { type ConversationKey, type KnowledgeEntry, type TenantId, zTenantId } from '@tandem/schemas';
import { findEngineSession } from '../sessions/find-engine-session.ts';
import type { InstallationUpstreams } from './installation.ts';
import { type Loaded, loadRoute } from './load-route.ts';
import { parseConversationKey, parseKnowledge, parseRoute, parseSnapshot } from './stored-values.ts';
import type { WebhookRoute } from './webhook-route.ts';

/** How one cache is filled and read back; what opens it belongs to the composition root. */
export interface CacheSpec<Value> {
  name: string;
  maxBytes: number;
  load(key: string): Promise<Loaded<Value> | null>;
  parse(json: unknown): Value;
  sizeOf(value: Value): number;
  tenantOf?: (key: string) => TenantId;
}

export interface CacheSpecs {
  routes: CacheSpec<WebhookRoute>;
  tenants: CacheSpec<TenantSnapshot>;
  engineSessions: CacheSpec<ConversationKey>;
  knowledge: CacheSpec<readonly KnowledgeEntry[]>;
}

interface SpecsContext {
  database: Database;
  upstreams: InstallationUpstreams;
  now(): Date;
  /** Told of a snapshot that was read on the way to a route: the webhook hit warms what the lanes will need. */
  onSnapshot(snapshot: TenantSnapshot): void;
}

const megabyte = 1_000_000;

/** The caches of `DirectoryCaches`: what each holds, where it comes from, how much memory it may take. */
export function cacheSpecs(context: SpecsContext): CacheSpecs {
  const { database } = context;
  return {
    routes: {
      name: 'routes',
      maxBytes: 64 * megabyte,
      parse: parseRoute,
      sizeOf: (route) => (route.own ? jsonSize(route) : 250),
      load: async (key) => {
        const loaded = await loadRoute(context, key);
        if (loaded) context.onSnapshot(loaded.snapshot);
        return loaded?.route ?? null;
      },
    },
    tenants: {
      name: 'tenants',
      maxBytes: 32 * megabyte,
      parse: parseSnapshot,
      sizeOf: jsonSize,
      tenantOf: (key) => zTenantId.parse(key),
      load: async (key) => {
        const snapshot = await database.platform.snapshots.load(zTenantId.parse(key));
        return snapshot && { tenantId: snapshot.tenantId, version: snapshot.revision, value: snapshot };
      },
    },
    engineSessions: {
      name: 'engine-sessions',
      maxBytes: 16 * megabyte,
      parse: parseConversationKey,
      sizeOf: () => 300,
      tenantOf: tenantPart,
      load: (key) => loadEngineSession(database, key),
    },
    knowledge: {
      name: 'knowledge',
      maxBytes: 32 * megabyte,
      parse: parseKnowledge,
      sizeOf: jsonSize,
      tenantOf: tenantPart,
      load: (key) => loadKnowledge(database, key),
    },
  };
}

const uuidLength = 36;
const tenantPart = (key: string): TenantId => zTenantId.parse(key.slice(0, uuidLength));

async function loadEngineSession(database: Database, key: string): Promise<Loaded<ConversationKey> | null> {
  const tenantId = tenantPart(key);
  const version = await database.platform.tenants.revision(tenantId);
  const session = await findEngineSession(database.enter(tenantId), key.slice(uuidLength + 1));
  if (version === null || !session) return null;
  const { connectionId, conversationId } = session;
  return { tenantId, version, value: { tenantId, connectionId, conversationId } };
}

/** Entries of a version that is no longer the current one are those of the current one: the lane reads the newest. */
async function loadKnowledge(
  database: Database,
  key: string,
): Promise<Loaded<readonly KnowledgeEntry[]> | null> {
  const tenantId = tenantPart(key);
  const version = await database.platform.tenants.revision(tenantId);
  if (version === null) return null;
  const entries = await database.enter(tenantId).knowledge.list();
  const value = entries.map(({ question, answer, tags }) => ({ question, answer, tags }));
  return { tenantId, version, value };
}

/** Strings of one tenant's values take about two bytes a character. */
const jsonSize = (value: unknown): number => 2 * JSON.stringify(value).length;
