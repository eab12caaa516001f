import { type Clock, systemClock } from '@tandem/runtime';
import { type TenantId, zTenantId } from '@tandem/schemas';
import type { RedisLink } from '../connection/connect-redis.ts';
import type { TenantEntry } from './create-local-entries.ts';
import type { TenantChanges } from './create-tenant-changes.ts';
import {
  hasShared,
  readOwner,
  readShared,
  type TenantPlace,
  writeOwner,
  writeShared,
} from './shared-entries.ts';

interface SharedLevelInput<Value> {
  redis: RedisLink;
  changes: TenantChanges;
  name: string;
  parse: (json: unknown) => Value;
  tenantOf?: (key: string) => TenantId;
  revisionOf?: (tenantId: TenantId) => Promise<number | null>;
  prefix?: string;
  clock?: Clock;
}

/** The entries of one cache in Redis. Nothing here rejects or waits for a Redis that is away. */
export interface SharedLevel<Value> {
  /** Undefined: not there, not to be trusted, not readable. */
  read(key: string): Promise<TenantEntry<Value> | undefined>;
  /** Whether it could be written and is not there. */
  lacks(key: string): Promise<boolean>;
  /** `ageMs`: since before the value was read from MySQL. */
  write(key: string, input: { entry: TenantEntry<Value>; ageMs: number }): Promise<void>;
}

/** How long an entry is taken without asking MySQL whether the tenant is still at its revision. */
const trustMs = 25_000;

export const createSharedLevel = <Value>(input: SharedLevelInput<Value>): SharedLevel<Value> => {
  const { redis, changes, name, prefix = 'tandem', clock = systemClock } = input;

  const ownerOf = async (key: string, field: string): Promise<TenantId | undefined> =>
    input.tenantOf
      ? input.tenantOf(key)
      : zTenantId.safeParse(await readOwner(redis.hot, { prefix, field })).data;
  const confirm = async (place: TenantPlace, version: number): Promise<boolean> => {
    const startedAt = clock.now().getTime();
    if ((await input.revisionOf?.(place.tenantId)) !== version) return false;
    const ageMs = clock.now().getTime() - startedAt;
    writeShared(redis.hot, { ...place, version, ageMs }).catch(() => {});
    return true;
  };
  const find = async (key: string): Promise<TenantEntry<Value> | undefined> => {
    const field = `${name}.${key}`;
    const tenantId = await ownerOf(key, field);
    if (tenantId === undefined) return undefined;
    const place = { prefix, tenantId };
    const found = await readShared(redis.hot, { ...place, field });
    if (found === null) return undefined;
    const { version, ageMs } = found;
    const doubtful = ageMs > trustMs || changes.recent.outdates(tenantId, version, 0);
    if (doubtful && !(await confirm(place, version))) return undefined;
    return { tenantId, version, value: input.parse(JSON.parse(found.json)) };
  };

  /** `otherwise`: while Redis is away, and of what cannot be read. */
  const ask = async <Answer>(otherwise: Answer, of: () => Promise<Answer>): Promise<Answer> => {
    if (!redis.health.up) return otherwise;
    try {
      return await of();
    } catch {
      return otherwise;
    }
  };

  return {
    read: (key) => ask(undefined, () => find(key)),
    lacks: (key) =>
      ask(false, async () => {
        const field = `${name}.${key}`;
        const tenantId = await ownerOf(key, field);
        return tenantId === undefined || !(await hasShared(redis.hot, { prefix, tenantId, field }));
      }),
    write: async (key, { entry, ageMs }) => {
      if (!redis.health.up) return;
      const { tenantId, version, value } = entry;
      const field = `${name}.${key}`;
      const place = { prefix, tenantId };
      await Promise.allSettled([
        writeShared(redis.hot, { ...place, version, ageMs, entry: { field, json: JSON.stringify(value) } }),
        input.tenantOf ? undefined : writeOwner(redis.hot, { ...place, field }),
      ]);
    },
  };
};
