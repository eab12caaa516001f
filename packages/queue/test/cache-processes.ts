import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import {
  type ChangedTenant,
  createTenantCache,
  createTenantChanges,
  type RedisLink,
  type TenantEntry,
} from '../src/index.ts';
import { freshPrefix, linkToRedis } from './dev-redis.ts';
import { until } from './until.ts';

type Entry = TenantEntry<string>;

/** What lies in MySQL, with a gate that holds reads after they have read. */
export const openStore = () => {
  const rows = new Map<string, Entry>();
  const gates: (() => void)[] = [];
  const store = { rows, loads: 0, revisionReads: 0, hold: false, gates };
  const load = async (key: string) => {
    store.loads += 1;
    const row = rows.get(key) ?? null;
    if (store.hold) await new Promise<void>((resolve) => gates.push(resolve));
    return row;
  };
  const revisionOf = async (tenantId: TenantId) => {
    store.revisionReads += 1;
    return [...rows.values()].find((row) => row.tenantId === tenantId)?.version ?? null;
  };
  const release = () => {
    store.hold = false;
    for (const resolve of gates.splice(0)) resolve();
  };
  return Object.assign(store, { load, revisionOf, release });
};

type Store = ReturnType<typeof openStore>;

/** What a test opened, to be ended in reverse. */
export const ends: (() => unknown)[] = [];

export const endAll = async () => {
  for (const end of ends.splice(0).reverse()) await end();
};

/** The cache of one process. `feed` is what its next poll of MySQL finds. */
export const openProcess = (redis: RedisLink, prefix: string, store: Store, pollEveryMs = 3_600_000) => {
  const feed: ChangedTenant[] = [];
  const state = { polls: 0 };
  const pollChanges = async () => {
    state.polls += 1;
    return feed.splice(0);
  };
  const changes = createTenantChanges({ redis, prefix, pollChanges, pollEveryMs });
  const { load, revisionOf } = store;
  const cache = createTenantCache<string, string>({
    redis,
    changes,
    name: 'route',
    prefix,
    load,
    revisionOf,
    parse: String,
    hold: String,
    sizeOf: (value) => value.length,
  });
  ends.push(changes.close);
  return { cache, changes, feed, state };
};

export const openRedis = async (url?: string) => {
  const redis = await linkToRedis(url);
  ends.push(redis.close);
  return redis;
};

export const openTwoProcesses = async () => {
  const prefix = freshPrefix();
  const [one, two] = [await openRedis(), await openRedis()];
  const store = openStore();
  ends.push(() => removeKeys(one, prefix));
  const first = openProcess(one, prefix, store);
  const second = openProcess(two, prefix, store);
  const listeners = async () => Number((await one.hot.pubsub('NUMSUB', `${prefix}-tenant-changes`))[1]);
  await until(async () => (await listeners()) === 2);
  await until(() => first.state.polls > 0 && second.state.polls > 0);
  const tenantId = newId<TenantId>();
  return { redis: one, prefix, store, first, second, tenantId };
};

const removeKeys = async (redis: RedisLink, prefix: string) => {
  const keys = [...(await redis.hot.keys(`${prefix}-*`)), ...(await redis.hot.keys(`{${prefix}-*`))];
  if (keys.length > 0) await redis.hot.del(...keys);
};

export const read = async (process: { cache: { get(key: string): Promise<Entry | null> } }, key: string) =>
  (await process.cache.get(key))?.value;
