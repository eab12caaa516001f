import type { Database, OpenedConnection, StoredConnection } from '@tandem/db';
import type { TenantCache } from '@tandem/queue';
import type { TenantId } from '@tandem/schemas';
import { type CacheSpec, cacheSpecs } from './cache-specs.ts';
import type { DirectoryContext } from './context.ts';
import type { InstallationUpstreams } from './installation.ts';
import { openCaches } from './open-caches.ts';

interface OpenDirectory {
  database: Database;
  upstreams: InstallationUpstreams;
  openCache<Value>(spec: CacheSpec<Value>): TenantCache<Value>;
  openSecrets(tenantId: TenantId, connection: StoredConnection): OpenedConnection;
  now(): Date;
}

/** What both directories work with: caches that fill themselves from MySQL and warm each other. */
export function openDirectory(input: OpenDirectory): DirectoryContext {
  const specs = cacheSpecs({
    database: input.database,
    upstreams: input.upstreams,
    now: input.now,
    onSnapshot: (snapshot) => {
      const { tenantId, revision, configVersion } = snapshot;
      void caches.tenants.put(tenantId, { tenantId, version: revision, value: snapshot });
      void caches.knowledge.get(`${tenantId}.${configVersion}`).catch(() => {
        // The lane loads it again when it needs it, and reports the failure there.
      });
    },
  });
  const caches = openCaches(specs, input.openCache);
  return {
    database: input.database,
    upstreams: input.upstreams,
    caches,
    open: input.openSecrets,
    now: input.now,
  };
}
