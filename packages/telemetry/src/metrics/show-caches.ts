import type { TenantCache } from '@tandem/queue';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What is shown of a cache. */
export type ShownCache = Pick<TenantCache<unknown>, 'bytes' | 'counts'>;

/** Shows where look-ups found their answer and what a process holds, by the name of each cache. Answers how to add one. */
export function showCaches(registry: Registry): (name: string, cache: ShownCache) => void {
  const caches = new Map<string, ShownCache>();
  new Counter({
    name: 'tandem_cache_lookups_total',
    help: 'Look-ups by the level that answered: memory, redis, or database (a miss of both).',
    labelNames: ['cache', 'level'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [cache, { counts }] of caches)
        for (const [level, count] of Object.entries(counts)) this.inc({ cache, level }, count);
    },
  });
  new Gauge({
    name: 'tandem_cache_bytes',
    help: 'Estimated size of what this process holds.',
    labelNames: ['cache'],
    registers: [registry],
    collect() {
      for (const [cache, { bytes }] of caches) this.set({ cache }, bytes);
    },
  });
  return (name, cache) => void caches.set(name, cache);
}
