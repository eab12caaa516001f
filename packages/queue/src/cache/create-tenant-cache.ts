import { type Clock, systemClock } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { LRUCache } from 'lru-cache';
import type { RedisLink } from '../connection/connect-redis.ts';
import { createLocalEntries, type TenantEntry } from './create-local-entries.ts';
import { createSharedLevel } from './create-shared-level.ts';
import type { TenantChanges } from './create-tenant-changes.ts';

export interface TenantCache<Value, Held = Value> {
  /** What this process holds, without waiting: null is known to be nothing, undefined is not known. */
  peek(key: string): TenantEntry<Held> | null | undefined;
  /** From memory, Redis or `load`. Rejects as `load` and `hold` do; a Redis that is away only makes it load. */
  get(key: string): Promise<TenantEntry<Held> | null>;
  /**
   * Offers a fresh value to the processes that will need it, through Redis; this one keeps nothing of it. One older than
   * what is known is dropped. Never rejects.
   */
  share(key: string, entry: TenantEntry<Value>): Promise<void>;
  /** Sees that Redis has an entry, as `share` does with one that is not loaded yet. Rejects as `load` does. */
  warm(key: string): Promise<void>;
  /** Drops the tenant's entries in this process. Other processes hear of changes from `publishChange`. */
  invalidate(tenantId: TenantId): void;
  /** Estimated size of what this process holds. */
  readonly bytes: number;
  /** Look-ups so far by where they found their answer. */
  readonly counts: Readonly<Record<CacheLevel, number>>;
}

/** `memory`: of this process; `redis`; `database`: it had to be loaded. */
export type CacheLevel = 'memory' | 'redis' | 'database';

export interface TenantCacheInput<Value, Held> {
  redis: RedisLink;
  changes: TenantChanges;
  /** Tells the caches apart in Redis: `route`, `tenant`. */
  name: string;
  /**
   * Reads MySQL; null: there is nothing. `version` is `tenants.revision`, read before the value or in one statement
   * with it (never newer than it). JSON through and through; it goes to Redis, so no plaintext secret in it.
   */
  load: (key: string) => Promise<TenantEntry<Value> | null>;
  /** Reads a value back from Redis; throws when it does not fit (left by another release): then it is loaded. */
  parse: (json: unknown) => Value;
  /**
   * What this process keeps of a value, made once when it comes in. It never goes to Redis, so it may hold opened
   * secrets; it may keep less than it was given.
   */
  hold: (value: Value) => Held;
  /** Bytes of what is kept of a value, about; two a character is on the safe side. */
  sizeOf: (value: Value) => number;
  /** Of memory in this process. Default 64 MB. */
  maxBytes?: number;
  /** The tenant, for keys that tell it; saves a look into Redis. */
  tenantOf?: (key: string) => TenantId;
  /**
   * `tenants.revision` (null: no such tenant): confirms an entry of Redis that was not confirmed for 25 s with one
   * row instead of a `load`.
   */
  revisionOf?: (tenantId: TenantId) => Promise<number | null>;
  prefix?: string;
  clock?: Clock;
}

const negativeMs = 900;
const loadsMax = 3;

/**
 * Two levels in front of MySQL: this process (bounded by bytes) and Redis. The warm path is `peek`: one map look-up.
 *
 * Why no old value stays: every entry carries the revision of its tenant, which rises with each change.
 * - A change is heard by pub/sub (≤ 1 s) or from the feed in MySQL (≤ about 12 s) and drops older entries here.
 * - A load that was overtaken by a change is seen by comparing with what was heard since it began, and is repeated.
 * - Redis keeps one revision per tenant, refuses older values and is emptied by a newer one (`shared-entries.ts`).
 * - A writer that could not reach Redis after its commit leaves an old revision there. Redis stamps each tenant with
 *   the time MySQL was last known to be at that revision, and an entry older than 25 s is first compared with MySQL;
 *   so it was true at most 25 s ago when it is taken. If the change came since, this process either hears of it
 *   later (and drops it) or heard of it less than 60 s ago and then trusts only MySQL for that tenant
 *   (`create-recent-changes.ts`). A process that has just started is told by its first poll, which reaches back 60 s.
 *   Taken together: old for at most the pause between two polls. None of this is on the warm path.
 */
export const createTenantCache = <Value, Held>(
  input: TenantCacheInput<Value, Held>,
): TenantCache<Value, Held> => {
  const { changes, clock = systemClock } = input;
  const local = createLocalEntries<Held>(input.maxBytes ?? 64e6);
  const shared = createSharedLevel(input);
  const absent = new LRUCache<string, number>({ max: 10_000 });
  const flights = new Map<string, Promise<TenantEntry<Held> | null>>();
  changes.onChange(({ tenantId, revision }) => {
    local.dropOlder(tenantId, revision ?? Number.POSITIVE_INFINITY);
    absent.clear();
  });

  const counts = { memory: 0, redis: 0, database: 0 };

  const find = (key: string) => {
    const entry = local.get(key);
    if (entry || absent.size === 0) return entry;
    const until = absent.get(key);
    return until !== undefined && until > clock.now().getTime() ? null : undefined;
  };
  const peek = (key: string) => {
    const found = find(key);
    if (found !== undefined) counts.memory += 1;
    return found;
  };
  const moment = () => ({ mark: changes.recent.heard, atMs: clock.now().getTime() });
  /** Gives others what was read from MySQL no earlier than at `since`. */
  const offer = async (key: string, entry: TenantEntry<Value>, since: ReturnType<typeof moment>) => {
    if (changes.recent.outdates(entry.tenantId, entry.version, since.mark)) return;
    absent.delete(key);
    await shared.write(key, { entry, ageMs: clock.now().getTime() - since.atMs });
  };
  const held = (entry: TenantEntry<Value>) => ({ ...entry, value: input.hold(entry.value) });
  const fetch = async (key: string): Promise<TenantEntry<Held> | null> => {
    for (let loads = 1; ; loads += 1) {
      const mark = changes.recent.heard;
      const startedAt = clock.now().getTime();
      const there = await shared.read(key);
      counts[there ? 'redis' : 'database'] += 1;
      const found = there ?? (await input.load(key));
      if (found === null) {
        if (changes.recent.heard === mark) absent.set(key, clock.now().getTime() + negativeMs);
        else if (loads < loadsMax) continue;
        return null;
      }
      if (!changes.recent.outdates(found.tenantId, found.version, mark)) {
        if (!there)
          shared.write(key, { entry: found, ageMs: clock.now().getTime() - startedAt }).catch(() => {});
        const kept = held(found);
        local.set(key, kept, input.sizeOf(found.value));
        return kept;
      }
      if (loads >= loadsMax) return held(found);
    }
  };

  return {
    peek,
    get: async (key) => {
      const known = peek(key);
      if (known !== undefined) return known;
      const underway = flights.get(key);
      if (underway) return underway;
      const flight = fetch(key).finally(() => flights.delete(key));
      flights.set(key, flight);
      return flight;
    },
    share: (key, entry) => offer(key, entry, moment()),
    warm: async (key) => {
      if (!(await shared.lacks(key))) return;
      const since = moment();
      const entry = await input.load(key);
      if (entry) await offer(key, entry, since);
    },
    invalidate: (tenantId) => local.dropOlder(tenantId, Number.POSITIVE_INFINITY),
    get bytes() {
      return local.bytes;
    },
    counts,
  };
};
