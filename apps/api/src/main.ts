import { loadConfig, runMain, warnOfUnknownNames } from '@tandem/runtime';
import { knownNames, zApiEnvironment } from '@tandem/schemas';
import { composeApi } from './compose.ts';
import { listen } from './listen.ts';

await runMain({ name: 'api', kind: 'service' }, async ({ environment, log, resources, stopping }) => {
  warnOfUnknownNames({ environment, log }, knownNames);
  const config = loadConfig(zApiEnvironment, environment);
  const { HOST: host } = config;
  const api = await composeApi({ environment: config, log, resources, stopping });
  const { app, front } = api;
  await listen(app, { host, port: config.PORT, variable: 'PORT', resources, name: 'api server', front });
  api.heartbeat.start();
  if (config.METRICS_PORT !== undefined) {
    const port = config.METRICS_PORT;
    await listen(api.metricsApp, { host, port, variable: 'METRICS_PORT', resources, name: 'metrics server' });
  }
  log.info({ port: config.PORT }, 'api ready');
});
