import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { freshPrefix, linkToRedis } from '../../test/dev-redis.ts';
import { throwawayRedis } from '../../test/throwaway-redis.ts';
import { until } from '../../test/until.ts';
import { connectRedis, createEnqueuer, defineJob, runJobs } from '../index.ts';
import { jobQueuePrefix } from './define-job.ts';

interface Context {
  ran: string[];
  onRun: (id: string) => Promise<void>;
}

const sync = defineJob({
  name: 'sync',
  queue: 'background',
  payload: z.object({ runId: z.string() }),
  dedupe: ({ runId }) => runId,
  handle: async (context: Context, { runId }) => {
    context.ran.push(runId);
    await context.onRun(runId);
  },
});

const flaky = defineJob({
  name: 'flaky',
  queue: 'background',
  payload: z.object({ id: z.string() }),
  attemptsMax: 2,
  handle: async (context: Context, { id }) => {
    context.ran.push(id);
    throw new Error('again');
  },
});

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const open = async () => {
  const redis = await linkToRedis();
  const prefix = freshPrefix();
  const context: Context = { ran: [], onRun: () => Promise.resolve() };
  const errors: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (_: object, message: string) => errors.push(message) };
  const runner = runJobs(redis, { jobs: [sync, flaky], context, concurrency: 5, prefix, log });
  ends.push(
    redis.close,
    async () => {
      const keys = await redis.hot.keys(`${jobQueuePrefix(prefix, 'background')}*`);
      if (keys.length > 0) await redis.hot.del(...keys);
    },
    runner.close,
  );
  return { redis, prefix, context, errors, enqueuer: createEnqueuer(redis, { prefix }) };
};

it('runs jobs; the same one asked for while it runs is run once more', async () => {
  const { context, enqueuer } = await open();
  const runId = randomUUID();
  const { promise, resolve } = Promise.withResolvers<void>();
  context.onRun = () => promise;
  expect(await enqueuer.enqueue(sync, { runId })).toBe('queued');
  await until(() => context.ran.length === 1);
  await enqueuer.enqueue(sync, { runId });
  await enqueuer.enqueue(sync, { runId });
  resolve();
  await until(() => context.ran.length === 2);
});

it('waits as asked, and asked again while it waits is one job', async () => {
  const { context, enqueuer } = await open();
  const runId = randomUUID();
  const startedAt = Date.now();
  await enqueuer.enqueue(sync, { runId }, { delayMs: 300 });
  await enqueuer.enqueue(sync, { runId }, { delayMs: 300 });
  await until(() => context.ran.length === 1);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(295);
});

it('tries a failing job again as often as it says, and survives it', async () => {
  const { context, enqueuer, errors } = await open();
  await enqueuer.enqueue(flaky, { id: 'a' });
  await until(() => errors.length === 2);
  expect(context.ran).toEqual(['a', 'a']);
});

it('refuses a wrong payload when it is enqueued', async () => {
  const { enqueuer } = await open();
  const wrong = JSON.parse('{"runId":1}') as { runId: string };
  await expect(enqueuer.enqueue(sync, wrong)).rejects.toThrow();
});

it('says at once that nothing was queued while Redis is away, and queues again when it is back', async () => {
  const server = await throwawayRedis();
  const redis = connectRedis({ url: server.url });
  ends.push(server.kill, redis.close);
  const enqueuer = createEnqueuer(redis);
  expect(await enqueuer.enqueue(sync, { runId: 'a' })).toBe('unavailable');
  await server.start();
  await until(() => redis.health.up);
  expect(await enqueuer.enqueue(sync, { runId: 'a' })).toBe('queued');
  await server.kill();
  expect(await enqueuer.enqueue(sync, { runId: 'a' })).toBe('unavailable');
  await server.start();
  await until(() => redis.health.up);
  expect(await enqueuer.enqueue(sync, { runId: 'a' })).toBe('queued');
});
