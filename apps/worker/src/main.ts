import { loadConfig, runMain, warnOfUnknownNames } from '@tandem/runtime';
import { knownNames, zWorkerEnvironment } from '@tandem/schemas';
import { composeWorker } from './compose.ts';
import { serveHealth } from './health/serve-health.ts';

await runMain({ name: 'worker', kind: 'service' }, async ({ environment, log, resources }) => {
  warnOfUnknownNames({ environment, log }, knownNames);
  const config = loadConfig(zWorkerEnvironment, environment);
  const worker = await composeWorker({ environment: config, log, resources });
  if (config.WORKER_PORT !== undefined) await serveHealth({ worker, resources, port: config.WORKER_PORT });
  log.info({ port: config.WORKER_PORT ?? null }, 'worker ready');
});
