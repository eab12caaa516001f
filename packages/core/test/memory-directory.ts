import { type Database, openConnection } from '@tandem/db';
import type { TenantCache } from '@tandem/queue';
import { testSealer } from '@tandem/testkit/tenants';
import type { TestClock } from '@tandem/testkit/test-clock';
import type { CacheSpec, DirectoryContext } from '../src/directory/context.ts';
import type { InstallationUpstreams } from '../src/directory/installation.ts';

interface MemoryDirectory {
  directory: DirectoryContext;
  /** As if news of a change had come. */
  forget(): void;
}

/** The default upstreams of a test's installation. */
export const installationOf = (chatwoot: { baseUrl: string; accountId: number }): InstallationUpstreams => ({
  chatwoot: { ...chatwoot, settings: { ...chatwoot, botToken: 'installation' } },
  botpress: { dialect: 'chat_api', settings: { webhookId: 'shared' } },
  chatwootSecrets: ['chatwoot of the installation'],
  botpressSecrets: ['botpress of the installation'],
});

/** A directory over a real database whose caches are this process's memory alone. */
export function openMemoryDirectory(input: {
  database: Database;
  upstreams: InstallationUpstreams;
  clock: TestClock;
}): MemoryDirectory {
  const forgetters: (() => void)[] = [];
  const directory: DirectoryContext = {
    database: input.database,
    upstreams: input.upstreams,
    now: () => input.clock.now(),
    open: (tenantId, connection) => openConnection(testSealer, { tenantId, connection }),
    openCache: (spec) => {
      const { cache, clear } = memoryCache(spec);
      forgetters.push(clear);
      return cache;
    },
  };
  return {
    directory,
    forget: () => {
      for (const clear of forgetters) clear();
    },
  };
}

function memoryCache<Value, Held>(
  spec: CacheSpec<Value, Held>,
): { cache: TenantCache<Value, Held>; clear(): void } {
  const held = new Map<string, Awaited<ReturnType<TenantCache<Value, Held>['get']>>>();
  const cache: TenantCache<Value, Held> = {
    peek: (key) => held.get(key),
    get: async (key) => {
      const known = held.get(key);
      if (known !== undefined) return known;
      const loaded = await spec.load(key);
      // As it comes back from Redis.
      const parse = (value: Value) => spec.parse(JSON.parse(JSON.stringify(value)));
      const entry = loaded && { ...loaded, value: spec.hold(parse(loaded.value)) };
      held.set(key, entry);
      return entry;
    },
    share: async () => {},
    warm: async () => {},
    invalidate: () => held.clear(),
    bytes: 0,
    counts: { memory: 0, redis: 0, database: 0 },
  };
  return { cache, clear: () => held.clear() };
}
