import type { TenantCache } from '@tandem/queue';
import type { CacheSpec, CacheSpecs } from './cache-specs.ts';
import type { Cache, DirectoryCaches } from './context.ts';

/** Opens the caches of a directory with the composition root's way to open one. */
export function openCaches(
  specs: CacheSpecs,
  open: <Value>(spec: CacheSpec<Value>) => TenantCache<Value>,
): DirectoryCaches {
  return {
    routes: valuesOf(open(specs.routes)),
    tenants: valuesOf(open(specs.tenants)),
    engineSessions: valuesOf(open(specs.engineSessions)),
    knowledge: valuesOf(open(specs.knowledge)),
  };
}

const valuesOf = <Value>(cache: TenantCache<Value>): Cache<Value> => ({
  peek: (key) => {
    const entry = cache.peek(key);
    return entry === undefined ? undefined : (entry?.value ?? null);
  },
  get: async (key) => (await cache.get(key))?.value ?? null,
  put: async (key, loaded) => await cache.put(key, loaded),
});
