import type { Database, TenantSnapshot } from '@tandem/db';
import { type KnowledgeEntry, type TenantId, zTenantId } from '@tandem/schemas';
import type { CacheSpec, DirectoryContext } from './context.ts';
import { type Cache, openCache } from './open-cache.ts';
import { parseKnowledge, parseSnapshot } from './stored-values.ts';

type Knowledge = readonly KnowledgeEntry[];

/** Tenants with configuration and connections, by tenant id. */
export const snapshotValues = (
  database: Database,
): Omit<CacheSpec<TenantSnapshot, unknown>, 'maxBytes' | 'hold' | 'sizeOf'> => ({
  name: 'tenants',
  parse: parseSnapshot,
  tenantOf: (key) => zTenantId.parse(key),
  load: async (key) => {
    const snapshot = await database.platform.snapshots.load(zTenantId.parse(key));
    return snapshot && { tenantId: snapshot.tenantId, version: snapshot.revision, value: snapshot };
  },
});

/**
 * Knowledge bases, by `tenantKey` with the configuration's version. Entries of a version that is no longer the current one are those of the current one:
 * the lane reads the newest.
 */
export const openKnowledge = (context: DirectoryContext): Cache<Knowledge, Knowledge> =>
  openCache<Knowledge, Knowledge>(context, {
    name: 'knowledge',
    maxBytes: 32 * megabyte,
    parse: parseKnowledge,
    hold: (entries) => entries,
    sizeOf: jsonSize,
    tenantOf: tenantPart,
    load: async (key) => {
      const tenantId = tenantPart(key);
      const version = await context.database.platform.tenants.revision(tenantId);
      if (version === null) return null;
      const entries = await context.database.enter(tenantId).knowledge.list();
      const value = entries.map(({ question, answer, tags }) => ({ question, answer, tags }));
      return { tenantId, version, value };
    },
  });

/** A key that tells its tenant: `<tenant id>.<the rest>`. */
export const tenantKey = (tenantId: TenantId, rest: string | number): string => `${tenantId}.${rest}`;

const uuidLength = 36;

/** The parts of a `tenantKey`. */
export const tenantPart = (key: string): TenantId => zTenantId.parse(key.slice(0, uuidLength));
export const restPart = (key: string): string => key.slice(uuidLength + 1);

export const megabyte = 1_000_000;

/** Strings of one tenant's values take about two bytes a character. */
export const jsonSize = (value: unknown): number => 2 * JSON.stringify(value).length;
