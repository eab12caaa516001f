import { loadConfig, runMain, warnOfUnknownNames } from '@tandem/runtime';
import { knownNames, zWorkerEnvironment } from '@tandem/schemas';
import { createRegistry } from '@tandem/telemetry';
import { composeWorker, type Worker } from './compose.ts';
import { serveHealth } from './health/serve-health.ts';

await runMain({ name: 'worker', kind: 'service' }, async ({ environment, log, resources, stopping }) => {
  warnOfUnknownNames({ environment, log }, knownNames);
  const config = loadConfig(zWorkerEnvironment, environment);
  const registry = createRegistry({ process: 'worker' });
  let worker: Worker | null = null;
  const readiness = () => worker?.readiness() ?? null;
  const { WORKER_PORT: port, HOST: host } = config;
  if (port !== undefined) await serveHealth({ readiness, registry, resources, host, port });
  worker = await composeWorker({ environment: config, log, resources, stopping, registry });
  log.info({ port: port ?? null }, 'worker ready');
});
