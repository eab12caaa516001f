import type { Database, OpenedConnection, StoredConnection } from '@tandem/db';
import type { TenantCache, TenantEntry } from '@tandem/queue';
import type { TenantId } from '@tandem/schemas';
import type { InstallationUpstreams } from './installation.ts';

/** How one cache is filled, what of a value a process holds and how much memory that may take. */
export interface CacheSpec<Value, Held> {
  name: string;
  maxBytes: number;
  load(key: string): Promise<TenantEntry<Value> | null>;
  parse(json: unknown): Value;
  hold(value: Value): Held;
  sizeOf(value: Value): number;
  tenantOf?: (key: string) => TenantId;
}

/** What a directory works with; it opens the caches it needs. */
export interface DirectoryContext {
  database: Database;
  upstreams: InstallationUpstreams;
  openCache<Value, Held>(spec: CacheSpec<Value, Held>): TenantCache<Value, Held>;
  /** Opens the sealed secrets of a connection. */
  open(tenantId: TenantId, connection: StoredConnection): OpenedConnection;
  now(): Date;
}
