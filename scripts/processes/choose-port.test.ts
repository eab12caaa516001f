import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { choosePort } from './choose-port.ts';

const server: Server = createServer();
let held = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  held = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const choose = (given: string | undefined, usual = held) =>
  choosePort({ variable: 'PORT', usual, taken: [], environment: given === undefined ? {} : { PORT: given } });

it('takes another port than the usual one when that is taken', async () => {
  const port = await choose(undefined);
  expect(port).toBeGreaterThan(0);
  expect(port).not.toBe(held);
});

it.each(['abc', '-5', '0', '70000', '3000.5', ' '])(
  'says that %j is no port, and what one is',
  async (given) => {
    await expect(choose(given)).rejects.toMatchObject({
      message: 'PORT is no port',
      cure: expect.stringContaining('from 1 to 65535'),
    });
  },
);

it('never listens elsewhere than it was told: a named port that is taken is a failure with its cure', async () => {
  await expect(choose(String(held))).rejects.toMatchObject({
    message: `port ${held} is taken`,
    cure: expect.stringContaining('set PORT'),
  });
});
