import {
  type DirectoryContext,
  type InstallationUpstreams,
  installationUpstreams,
} from '@tandem/core/directory';
import { createKnowledgeSearch, type KnowledgeSearch } from '@tandem/core/knowledge';
import { openConnection } from '@tandem/db';
import { createLaneWaker, createTenantCache, type LaneWaker } from '@tandem/queue';
import { type Logger, type Resources, systemClock } from '@tandem/runtime';
import type { TenantId, WorkerEnvironment } from '@tandem/schemas';
import { createReadiness, openTracing, type Readiness, showCaches, type Tracing } from '@tandem/telemetry';
import type { Registry } from 'prom-client';
import { openStores, type Stores } from './open-stores.ts';
import { openUpstreams, type Upstreams } from './open-upstreams.ts';

export interface FoundationInput {
  /** As traces name the process. */
  service: 'tandem-api' | 'tandem-worker';
  /** What every process is given; an api is given more. */
  environment: Omit<WorkerEnvironment, 'WORKER_PORT'>;
  log: Logger;
  resources: Resources;
  /** Aborted once the process is to end. */
  stopping: AbortSignal;
  /** What is opened is shown here. */
  registry: Registry;
  /** Told of each SQL statement: for tests that count. */
  onStatement?: ((text: string) => void) | undefined;
  /** The machine's clock when not given. */
  now?: (() => Date) | undefined;
}

/** What api and worker both stand on. */
export interface Foundation extends Stores, Upstreams {
  /** Null where no exporter is set. */
  tracing: Tracing | null;
  /** The default upstreams of the environment. */
  installation: InstallationUpstreams;
  /** Opens the sealed secrets of a connection. */
  openSecrets: DirectoryContext['open'];
  directory: DirectoryContext;
  waker: LaneWaker;
  /** Null where the environment names no bot that tenants share. */
  searchKnowledge: KnowledgeSearch | null;
  /** Tells all processes that a tenant has changed; nobody waits for it. */
  notifyChange(tenantId: TenantId, revision: number): void;
  /** Whether this process may be given work. */
  readiness(): Promise<Readiness>;
  now(): Date;
}

/** Opens all of it, each with its close in `resources`. */
export async function openFoundation(input: FoundationInput): Promise<Foundation> {
  const { environment, log, resources, registry } = input;
  const now = input.now ?? (() => systemClock.now());
  const tracing = await openTracing({ environment, service: input.service });
  if (tracing) resources.defer('traces', () => tracing.close());
  const stores = await openStores({ ...input, tracing, now });
  const { database, sealer, redis, changes } = stores;
  const upstreams = openUpstreams({ ...input, redis, tracing });
  const installation = installationUpstreams(environment);
  const openSecrets: DirectoryContext['open'] = (tenantId, connection) =>
    openConnection(sealer, { tenantId, connection });
  const showCache = showCaches(registry);
  const revisionOf = (tenantId: TenantId) => database.platform.tenants.revision(tenantId);
  const directory: DirectoryContext = {
    database,
    upstreams: installation,
    openCache: (spec) => {
      const cache = createTenantCache({ redis, changes, revisionOf, ...spec });
      showCache(spec.name, cache);
      return cache;
    },
    open: openSecrets,
    now,
  };
  const waker = createLaneWaker(redis);
  resources.defer('lane wakes', () => waker.close());
  const searchKnowledge = createKnowledgeSearch({
    cloud: upstreams.integrations.cloud,
    botpress: installation.botpress,
    budgets: upstreams.budgets,
    log,
  });
  return {
    ...stores,
    ...upstreams,
    tracing,
    installation,
    openSecrets,
    directory,
    waker,
    searchKnowledge,
    notifyChange: (tenantId, revision) => void changes.publishChange(tenantId, revision),
    readiness: createReadiness({
      database,
      redis: redis.health,
      isDraining: () => input.stopping.aborted,
      log,
    }),
    now,
  };
}
