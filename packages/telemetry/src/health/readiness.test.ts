import { expect, it } from 'vitest';
import { answerReadiness, createReadiness, type ReadinessDeps } from './readiness.ts';

const standing = (...pending: string[]) => ({ pending, unknown: [] });
const deps = (over: Partial<ReadinessDeps> = {}): ReadinessDeps => ({
  database: { ping: async () => {}, schemaStanding: async () => standing() },
  redis: { up: true },
  isDraining: () => false,
  log: { warn: () => {} },
  ...over,
});
const away = () => Promise.reject(new Error('away'));

it.each([
  ['ready', 200, 'all is well', deps()],
  ['degraded', 200, 'Redis is away, as webhooks and lanes go on', deps({ redis: { up: false } })],
  ['draining', 503, 'it is being stopped', deps({ isDraining: () => true })],
  [
    'not-ready',
    503,
    'the schema lacks a migration',
    deps({ database: { ping: async () => {}, schemaStanding: async () => standing('0099-x') } }),
  ],
  ['not-ready', 503, 'the database is away', deps({ database: { ping: away, schemaStanding: away } })],
] as const)('is %s (%d) when %s', async (status, code, _why, given) => {
  const readiness = await createReadiness(given)();
  const answer = answerReadiness(readiness);
  expect([readiness.status, answer.status]).toEqual([status, code]);
  expect(await answer.json()).toEqual(readiness);
});

it('names the migrations that are missing, and looks for them no more once there are none', async () => {
  let looks = 0;
  let pending = ['0099-x'];
  const database = {
    ping: async () => {},
    schemaStanding: async () => {
      looks += 1;
      return standing(...pending);
    },
  };
  const readiness = createReadiness(deps({ database }));
  expect(await readiness()).toMatchObject({ migrations: 'pending', pending: ['0099-x'] });
  pending = [];
  expect(await readiness()).toMatchObject({ status: 'ready', migrations: 'ok' });
  await readiness();
  expect(looks).toBe(2);
});
