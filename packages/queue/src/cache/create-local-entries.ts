import type { TenantId } from '@tandem/schemas';
import { LRUCache } from 'lru-cache';
import { createTenantIndex } from './create-tenant-index.ts';

/** A value of one tenant, true at least up to the tenant's revision `version`. */
export interface TenantEntry<Value> {
  tenantId: TenantId;
  version: number;
  value: Value;
}

/** The entries in the memory of this process: the least recently used go first, all of a tenant go together. */
export interface LocalEntries<Value> {
  get(key: string): TenantEntry<Value> | undefined;
  /** Left out when a newer version of the same tenant's entry is there. `bytes`: of its value. */
  set(key: string, entry: TenantEntry<Value>, bytes: number): void;
  /** Drops the tenant's entries that are older than `revision`. */
  dropOlder(tenantId: TenantId, revision: number): void;
  readonly bytes: number;
}

/** Measured: the cache's own lists, the index by tenant, the entry and its tenant id. */
const overheadBytes = 280;

export const createLocalEntries = <Value>(maxBytes: number): LocalEntries<Value> => {
  const index = createTenantIndex();
  const entries = new LRUCache<string, TenantEntry<Value>>({
    maxSize: maxBytes,
    maxEntrySize: Math.max(1, Math.floor(maxBytes / 4)),
    dispose: ({ tenantId }, key) => index.remove(tenantId, key),
  });

  return {
    get: (key) => entries.get(key),
    set: (key, entry, bytes) => {
      const there = entries.peek(key);
      if (there?.tenantId === entry.tenantId && there.version > entry.version) return;
      entries.delete(key);
      const kept = flat(key);
      entries.set(kept, entry, { size: Math.ceil(bytes) + key.length + overheadBytes });
      // One that is too large is not taken.
      if (entries.has(kept)) index.add(entry.tenantId, kept);
    },
    dropOlder: (tenantId, revision) => {
      for (const key of index.keys(tenantId)) {
        if ((entries.peek(key)?.version ?? 0) < revision) entries.delete(key);
      }
    },
    get bytes() {
      return entries.calculatedSize;
    },
  };
};

/** Without the pieces it was put together from, which V8 would keep: up to 80 bytes a key. */
const flat = (text: string): string => Buffer.from(text).toString();
