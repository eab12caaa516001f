import type { Database, OpenedConnection, StoredConnection, TenantSnapshot } from '@tandem/db';
import type { ConversationKey, KnowledgeEntry, TenantId } from '@tandem/schemas';
import type { InstallationUpstreams } from './installation.ts';
import type { Loaded } from './load-route.ts';
import type { WebhookRoute } from './webhook-route.ts';

/** Values by key, loaded and shared between processes by whoever made it; null is "there is none". */
export interface Cache<Value> {
  /** What this process holds; undefined: ask `get`. */
  peek(key: string): Value | null | undefined;
  get(key: string): Promise<Value | null>;
  /** Offers a fresh value; an older one than what is known is dropped. */
  put(key: string, loaded: Loaded<Value>): Promise<void>;
}

export interface DirectoryCaches {
  /** Keys of `routeKeys`. */
  routes: Cache<WebhookRoute>;
  /** By tenant id. */
  tenants: Cache<TenantSnapshot>;
  /** By `<tenant id>.<engine conversation id>`; such a link never changes. */
  engineSessions: Cache<ConversationKey>;
  /** By `<tenant id>.<config version>`; one version's entries never change. */
  knowledge: Cache<readonly KnowledgeEntry[]>;
}

export interface DirectoryContext {
  database: Database;
  upstreams: InstallationUpstreams;
  caches: DirectoryCaches;
  /** Opens the sealed secrets of a connection. */
  open(tenantId: TenantId, connection: StoredConnection): OpenedConnection;
  now(): Date;
}
