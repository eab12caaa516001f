import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '@tandem/db';
import { productEnvironment } from '../../bench/platform/product-environment.ts';
import { seedTenants } from '../../bench/platform/seed-tenants.ts';
import { bundlePrograms } from '../../scripts/bundling/bundle-programs.ts';
import { programArguments } from '../../scripts/processes/program-arguments.ts';
import { rememberProcesses } from '../../scripts/processes/remember-processes.ts';
import { startStores } from '../../scripts/processes/start-stores.ts';
import { step } from '../../scripts/processes/step.ts';
import type { Closing } from '../../scripts/processes/stop-once.ts';
import { root } from '../../scripts/root.ts';
import { freePort } from '../../scripts/services/free-port.ts';
import type { Services, Store } from '../../scripts/services/start-services.ts';
import type { UpstreamsInput } from '../upstreams/talk.ts';
import { type ProductProcess, planProcess } from './product-process.ts';
import { startUpstreams, type UpstreamsProcess } from './start-upstreams.ts';

export interface Platform {
  databaseUrl: string;
  mariadb: Store;
  redis: Store;
  api: ProductProcess;
  workers: readonly [ProductProcess, ProductProcess];
  upstreams: UpstreamsProcess;
  /** Processes that ended without having been asked to. */
  crashes: string[];
}

const dataDir = join(root, '.data/chaos');
export const logFolder = join(dataDir, 'logs');
const programFolder = join(dataDir, 'programs');
const cure = `see ${logFolder}`;
const inboxesPerConfig = 3;

/** Waits within a burst and for a bot that says nothing: short, so that a run sees their ends. */
const configs = [
  { settleMs: 0, reorderMs: 0, turnDeadlineMs: 15_000 },
  { settleMs: 150, reorderMs: 100, turnDeadlineMs: 18_000 },
  { settleMs: 300, reorderMs: 300, turnDeadlineMs: 20_000 },
];

/** Private stores, the fakes, a tenant for each inbox, an api and two workers; all end with `closing`. */
export async function startPlatform(
  closing: Closing,
  input: Omit<UpstreamsInput, 'inboxes'>,
): Promise<Platform> {
  rmSync(logFolder, { recursive: true, force: true });
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  const stores = await startStores(closing, { dataDirs: [dataDir], isFresh: true, environment: {} });
  const { mariadb, redis } = stores;
  if (mariadb === null || redis === null) throw new Error('the stores of this run must be private');
  const processes = rememberProcesses(join(dataDir, 'processes.json'));
  await processes.endForgotten();
  const environment = { ...productEnvironment(stores), LOG_LEVEL: 'info' };
  await step({ name: 'migrations', cure }, () => migrate(stores.databaseUrl));

  const start = { ...input, inboxes: configs.length * inboxesPerConfig };
  const upstreams = startUpstreams({ start, logPath: join(logFolder, 'upstreams.log') });
  closing.add(upstreams.stop, () => process.kill(upstreams.pid, 'SIGKILL'));
  const { inboxIds, environment: upstreamEnvironment } = await upstreams.ask(null, 'ready');
  await seed({ stores, inboxIds, environment: upstreamEnvironment });

  // As in the image: quick to start again, and the same programs throughout the run.
  await step({ name: 'bundle', cure }, () =>
    bundlePrograms({ folder: programFolder, names: ['api', 'worker'], signal: closing.signal }),
  );
  const crashes: string[] = [];
  closing.add(async () => processes.forget(), processes.forget);
  const product = await startProduct(closing, {
    environment: { ...environment, ...upstreamEnvironment },
    crashes,
    remember: (pids) => processes.remember([upstreams.pid, ...pids]),
  });
  await upstreams.ask({ type: 'wire', apiUrl: new URL(product.api.readyUrl).origin }, 'wired');
  return { databaseUrl: stores.databaseUrl, mariadb, redis, upstreams, crashes, ...product };
}

async function seed(input: {
  stores: Services;
  inboxIds: number[];
  environment: Record<string, string>;
}): Promise<void> {
  const { stores, inboxIds, environment } = input;
  for (const [index, config] of configs.entries()) {
    await seedTenants({
      databaseUrl: stores.databaseUrl,
      installation: environment.CHATWOOT_BASE_URL ?? '',
      accountId: Number(environment.CHATWOOT_ACCOUNT_ID),
      inboxIds: inboxIds.filter((_, place) => place % configs.length === index),
      config,
    });
  }
}

async function startProduct(
  closing: Closing,
  input: { environment: Record<string, string>; crashes: string[]; remember: (pids: number[]) => void },
): Promise<Pick<Platform, 'api' | 'workers'>> {
  const ports: number[] = [];
  const all: ProductProcess[] = [];
  const plan = async (name: string, app: 'api' | 'worker'): Promise<ProductProcess> => {
    const port = await freePort(0, ports);
    ports.push(port);
    const process = planProcess({
      name,
      arguments: programArguments(app, join(programFolder, `${app}.mjs`)),
      environment: { ...input.environment, [app === 'api' ? 'PORT' : 'WORKER_PORT']: String(port) },
      readyUrl: `http://127.0.0.1:${port}/readyz`,
      logPath: join(logFolder, `${name}.log`),
      onStart: () => input.remember(all.flatMap((one) => one.pid() ?? [])),
      onCrash: (how) => input.crashes.push(`${name} ended by itself with ${how}`),
    });
    closing.add(process.stop, () => void process.kill());
    all.push(process);
    return process;
  };
  const api = await plan('api', 'api');
  const workers = [await plan('worker-1', 'worker'), await plan('worker-2', 'worker')] as const;
  await step({ name: 'api and workers', cure }, () =>
    Promise.all([api, ...workers].map((one) => one.start())),
  );
  return { api, workers };
}
