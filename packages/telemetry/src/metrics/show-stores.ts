import type { Database } from '@tandem/db';
import type { RedisHealth } from '@tandem/queue';
import { Gauge, type Registry } from 'prom-client';

interface Stores {
  connections: Database['connections'];
  poolSize: number;
  redis: RedisHealth;
}

/** Shows how the pool of MySQL connections is used and whether Redis can be. */
export function showStores(registry: Registry, { connections, poolSize, redis }: Stores): void {
  new Gauge({
    name: 'tandem_database_connections',
    help: 'Connections to MySQL at work (busy), that may be open (max), and callers that wait for one (waiting).',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'busy' }, connections.busy);
      this.set({ state: 'waiting' }, connections.waiting);
      this.set({ state: 'max' }, poolSize);
    },
  });
  new Gauge({
    name: 'tandem_redis_up',
    help: '1 while this process can use Redis, else 0.',
    registers: [registry],
    collect() {
      this.set(redis.up ? 1 : 0);
    },
  });
}
