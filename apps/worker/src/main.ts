import { loadConfig, runMain } from '@tandem/runtime';
import { zWorkerEnvironment } from '@tandem/schemas';
import { composeWorker } from './compose.ts';
import { serveHealth } from './health/serve-health.ts';

await runMain({ name: 'worker', kind: 'service' }, async ({ environment, log, resources }) => {
  const config = loadConfig(zWorkerEnvironment, environment);
  const worker = await composeWorker({ environment: config, log, resources });
  if (config.WORKER_PORT !== undefined) await serveHealth({ worker, resources, port: config.WORKER_PORT });
  log.info({ port: config.WORKER_PORT ?? null }, 'worker ready');
});
