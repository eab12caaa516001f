import { proceduresOf } from '@tandem/api/procedures';
import { adminRouter } from '@tandem/api/router';
import { createLogger, Resources } from '@tandem/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleOf } from '../apps/api/test/matrix/sample-of.ts';
import { type OneProcess, openProcesses, type Processes } from './open-processes.ts';
import { createScene, of, type SeededScene, secrets, texts } from './seeded-scene.ts';
import { useProduct } from './use-product.ts';
import { type WatchedRedis, watchRedis } from './watch-redis.ts';

/** No other test of this folder uses it. */
const redisDatabase = 9;
const resources = new Resources();
const lines: string[] = [];
let processes: Processes;
let api: OneProcess;
let scene: SeededScene;
let redis: WatchedRedis;
let samples: Awaited<ReturnType<typeof useProduct>>;

const log = createLogger({ name: 'e2e', level: 'trace' }, { write: (line) => void lines.push(line) });
beforeAll(async () => {
  processes = resources.use('processes', await openProcesses(redisDatabase), (one) => one.close());
  redis = resources.use('redis', await watchRedis(processes.redisUrl), (one) => one.close());
  const environment = {
    TANDEM_ROOT_KEY: of('root key'),
    TANDEM_ENCRYPTION_KEYS: `k1:${of('encryption key')}`,
    PUBLIC_URL: 'http://tandem.test',
    CHATWOOT_BASE_URL: 'http://127.0.0.1:9',
    CHATWOOT_ACCOUNT_ID: '1',
    CHATWOOT_API_TOKEN: of('token of the installation for Chatwoot'),
    CHATWOOT_ADMIN_TOKEN: of('admin token of the installation'),
    CHATWOOT_WEBHOOK_SECRET: of('secret of the installation for Chatwoot'),
    BOTPRESS_WEBHOOK_SECRET: of('secret of the installation for Botpress'),
    BOTPRESS_WEBHOOK_ID: 'shared',
    BOTPRESS_TOKEN: of('token of the installation for Botpress'),
    BOTPRESS_BOT_ID: 'shared-bot',
    BOTPRESS_API_URL: 'http://127.0.0.1:9',
  };
  api = await processes.api(environment, { log });
  await processes.worker(environment, { log });
  scene = createScene(api, resources);
  samples = await useProduct(scene);
}, 120_000);
afterAll(async () => await resources.close(), 60_000);

/** Which of them stand in a text, by where they were given. */
const found = (text: string, wanted: Record<string, string>): string[] =>
  Object.entries(wanted).flatMap(([name, value]) =>
    value !== '' && (text.includes(value) || text.includes(encodeURIComponent(value))) ? [name] : [],
  );

describe('what was given in confidence', () => {
  it('stands in no line of a log', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(
      lines.flatMap((line) => found(line, { ...secrets, ...texts }).map((name) => [name, line])),
    ).toEqual([]);
  });

  it('never went to Redis, and is in no key and no job there', async () => {
    const [sent, held] = [redis.sent(), await redis.held()];
    expect([sent.length > 1_000, held.length > 100]).toEqual([true, true]);
    expect([found(sent, { ...secrets, ...texts }), found(held, { ...secrets, ...texts })]).toEqual([[], []]);
  });

  const queries = proceduresOf(adminRouter).filter(({ type }) => type === 'query');
  it.each(queries.map(({ name }) => name))('is answered by no procedure that reads: %s', async (name) => {
    const statuses: number[] = [];
    for (const ids of [samples.ids, samples.brokenIds]) {
      const input = JSON.stringify(sampleOf(name, ids));
      const response = await api.request(`/trpc/${name}?input=${encodeURIComponent(input)}`, {
        headers: { authorization: `Bearer ${of('root key')}` },
      });
      const text = await response.text();
      statuses.push(response.status);
      expect(found(text, secrets)).toEqual([]);
    }
    expect(statuses).toContain(200);
  });

  it('is in no answer to what fails or is refused', () => {
    const { answers } = scene;
    expect(answers.length).toBeGreaterThan(8);
    expect(answers.flatMap((answer) => found(answer, secrets).map((name) => [name, answer]))).toEqual([]);
  });
});
