import { once } from 'node:events';
import { connect } from 'node:net';
import { ConfigError, Resources } from '@tandem/runtime';
import { Hono } from 'hono';
import { expect, it, vi } from 'vitest';
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

it('answers what still comes over open connections when it stops, and ends them with the answer', async () => {
  const resources = new Resources();
  const began = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const app = new Hono()
    .get('/slow', async (c) => {
      began.resolve();
      await gate.promise;
      return c.text('slow');
    })
    .get('/late', (c) => c.text('late'));
  const { port } = await listen(app, { port: 0, variable: 'PORT', resources, name: 'server' });
  const socket = connect(port, '127.0.0.1');
  const answers: string[] = [];
  socket.on('data', (data) => answers.push(String(data)));
  socket.write('GET /slow HTTP/1.1\r\nhost: x\r\n\r\n');
  await began.promise;
  const closed = resources.close();
  socket.write('GET /late HTTP/1.1\r\nhost: x\r\n\r\n');
  gate.resolve();
  await Promise.all([once(socket, 'end'), closed]);
  const [, slow, late] = answers.join('').split('HTTP/1.1 200 OK');
  expect(slow).toContain('slow');
  expect(late).toMatch(/connection: close.*late$/is);
});

it('answers what was on its way over an idle connection when it stopped', async () => {
  const resources = new Resources();
  const app = new Hono().get('/', (c) => c.text('whole'));
  const { port } = await listen(app, { port: 0, variable: 'PORT', resources, name: 'server' });
  const socket = connect(port, '127.0.0.1');
  const answers: string[] = [];
  socket.on('data', (data) => answers.push(data.toString()));
  const ask = () => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  ask();
  await vi.waitFor(() => expect(answers.join('')).toMatch(/whole$/));
  const closed = resources.close();
  ask();
  await Promise.all([once(socket, 'end'), closed]);
  expect(answers.join('')).toMatch(/whole.*connection: close.*whole$/is);
});
