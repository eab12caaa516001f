import { loadConfig, runMain } from '@tandem/runtime';
import { composeSandbox } from './compose.ts';
import { zSandboxEnvironment } from './config.ts';

await runMain({ name: 'sandbox', kind: 'service' }, async ({ environment, log, resources, stopping }) => {
  const config = loadConfig(zSandboxEnvironment, environment);
  const { url } = await composeSandbox({ config, log, resources, stopping });
  log.info({ url }, 'sandbox ready');
});
