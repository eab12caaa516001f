import { changeFeed } from '@tandem/core/directory';
import { reasonForm } from '@tandem/core/messages';
import { Database, openSealer, type Sealer } from '@tandem/db';
import * as queue from '@tandem/queue';
import { showEnds, showStores, type Tracing, tellAll, traceEnds } from '@tandem/telemetry';
import type { FoundationInput } from './open-foundation.ts';

const poolSize = 16;

export interface Stores {
  database: Database;
  /** Opens and seals secrets; every data key that the database knows can be opened by it. */
  sealer: Sealer;
  redis: queue.RedisLink;
  changes: queue.TenantChanges;
}

/** MySQL, Redis and the changes that are announced through both. Rejects where secrets could not be opened. */
export async function openStores(
  input: FoundationInput & { tracing: Tracing | null; now: () => Date },
): Promise<Stores> {
  const { environment, log, resources, registry, tracing, now } = input;
  const sealer = openSealer(environment.TANDEM_ENCRYPTION_KEYS);
  const database = resources.use(
    'database',
    new Database({
      url: environment.DATABASE_URL,
      poolSize,
      onEnd: tellAll(
        showEnds(registry, reasonForm),
        tracing && traceEnds({ tracing, formOf: reasonForm, nowMs: Date.now }),
      ),
      ...(input.onStatement && { onStatement: input.onStatement }),
    }),
    (one) => one.close(),
  );
  await database.platform.dataKeys.assertUsable(sealer, now());
  const redis = queue.connectRedis({ url: environment.REDIS_URL, cluster: environment.REDIS_CLUSTER, log });
  resources.defer('redis', () => redis.close());
  showStores(registry, {
    connections: database.connections,
    poolSize: database.connectionsMax,
    redis: redis.health,
  });
  const changes = queue.createTenantChanges({ redis, pollChanges: changeFeed({ database, now }), log });
  resources.defer('tenant changes', () => changes.close());
  return { database, sealer, redis, changes };
}
