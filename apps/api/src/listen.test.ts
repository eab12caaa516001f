import { ConfigError, Resources } from '@tandem/runtime';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { listen } from './listen.ts';

it('says which variable to set when the port is taken', async () => {
  const resources = new Resources();
  const app = new Hono();
  const { port } = await listen(app, { port: 0, variable: 'PORT', resources, name: 'first' });
  for (const variable of ['PORT', 'METRICS_PORT'] as const) {
    const second = listen(app, { port, variable, resources, name: 'second' });
    await expect(second).rejects.toThrow(`port ${port} is taken: set ${variable}`);
    await expect(second).rejects.toBeInstanceOf(ConfigError);
  }
  await resources.close();
});
