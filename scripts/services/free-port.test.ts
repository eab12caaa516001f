import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePort } from './free-port.ts';

it.each(['127.0.0.1', '::'])('passes over a preferred port that somebody holds on %s', async (host) => {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await freePort(port)).not.toBe(port);
  server.close();
});

it('takes the preferred port when it is free, and never one that is promised already', async () => {
  const port = await freePort();
  expect(await freePort(port)).toBe(port);
  expect(await freePort(port, [port])).not.toBe(port);
});
