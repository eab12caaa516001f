import { once } from 'node:events';
import { z } from 'zod';
import type { BenchPlatform } from '../platform/bench-platform.ts';
import { cpuSeconds } from '../platform/cpu-seconds.ts';
import { productEnvironment } from '../platform/product-environment.ts';
import { seedTenants } from '../platform/seed-tenants.ts';

const zReady = z.object({
  type: z.literal('ready'),
  inboxIds: z.array(z.number()),
  environment: z.record(z.string(), z.string()),
});
const zCounted = z.object({
  type: z.literal('counted'),
  turns: z.number(),
  perSecond: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  unanswered: z.number(),
});
export type TurnsFigures = Omit<z.output<typeof zCounted>, 'type'> & {
  /** Processor time of one turn, ms, by process: what a busy machine changes least. */
  cpuMsPerTurn: Record<string, number>;
};

const tenants = 20;
const conversations = 200;
/** The window whose rate is the middle one counts: single ones are a tenth apart on a machine that has other work. */
const windows = 5;
/**
 * The compilers of three processes have nearly come to rest (after 25 s they still make 50 functions a second, after 50 s it is
 * 20), also with what is done without Redis: what is measured is how the product runs on, not how it starts.
 */
const warmUpSeconds = 50;

/**
 * Complete turns per second: a customer's message, the engine, the reply visible in Chatwoot; with Redis, then without. The
 * conversations go on before, between and behind what is counted, one in ten turns is the first of its conversation.
 */
export async function measureTurns(
  platform: BenchPlatform,
  input: { seconds: number },
): Promise<{ withRedis: TurnsFigures; withoutRedis: TurnsFigures }> {
  const upstreams = platform.fork('bench/upstreams/main.ts', [String(tenants)]);
  const next = async () => (await once(upstreams, 'message'))[0] as unknown;
  const ready = zReady.parse(await next());
  await seedTenants({
    databaseUrl: platform.stores.databaseUrl,
    installation: ready.environment.CHATWOOT_BASE_URL ?? '',
    accountId: Number(ready.environment.CHATWOOT_ACCOUNT_ID),
    inboxIds: ready.inboxIds,
    config: { settleMs: 0, reorderMs: 0 },
  });
  const apiPort = await platform.freePort();
  const workerPort = await platform.freePort();
  const environment = {
    ...productEnvironment(platform.stores),
    ...ready.environment,
    PORT: String(apiPort),
    WORKER_PORT: String(workerPort),
  };
  const api = await platform.serve('api', {
    environment,
    readyUrl: `http://127.0.0.1:${apiPort}/readyz`,
  });
  const worker = await platform.serve('worker', {
    environment,
    readyUrl: `http://127.0.0.1:${workerPort}/readyz`,
  });
  const { mariadb, redis } = platform.stores;
  const cpu = () => ({
    api: cpuSeconds(api.pid),
    worker: cpuSeconds(worker.pid),
    mariadb: cpuSeconds(mariadb?.pid()),
    redis: cpuSeconds(redis?.pid()),
    upstreams: cpuSeconds(upstreams.pid),
  });
  const count = async (seconds: number): Promise<TurnsFigures> => {
    const before = cpu();
    upstreams.send({ type: 'count', seconds });
    const { type: _, ...figures } = zCounted.parse(await next());
    return { ...figures, cpuMsPerTurn: perTurn(figures.turns, before, cpu()) };
  };
  const countMiddle = async (seconds: number): Promise<TurnsFigures> => {
    const counted: TurnsFigures[] = [];
    for (let window = 0; window < windows; window += 1) counted.push(await count(seconds));
    return middleOf(counted);
  };
  try {
    upstreams.send({ type: 'wire', apiUrl: `http://127.0.0.1:${apiPort}` });
    await next();
    upstreams.send({ type: 'hold', conversations });
    await next();
    await count(warmUpSeconds);
    const withRedis = await countMiddle(input.seconds);
    await platform.stores.redis?.kill('SIGKILL');
    await count(warmUpSeconds);
    const withoutRedis = await countMiddle(input.seconds);
    upstreams.send({ type: 'rest' });
    await next();
    return { withRedis, withoutRedis };
  } finally {
    await Promise.all([api, worker, upstreams].map((child) => platform.stop(child)));
    await platform.stores.redis?.restart();
  }
}

function perTurn(
  turns: number,
  before: Record<string, number | null>,
  after: Record<string, number | null>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after).flatMap(([name, seconds]) => {
      const from = before[name];
      if (seconds === null || from === null || from === undefined || turns === 0) return [];
      return [[name, Math.round(((seconds - from) / turns) * 100_000) / 100]];
    }),
  );
}

/** The window of the middle rate, with the worst that was seen in any. */
function middleOf(counted: readonly TurnsFigures[]): TurnsFigures {
  const sorted = counted.toSorted((a, b) => a.perSecond - b.perSecond);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (!middle) throw new Error('nothing was counted');
  const worst = (of: (figures: TurnsFigures) => number) => Math.max(...counted.map(of));
  return {
    ...middle,
    p99Ms: worst(({ p99Ms }) => p99Ms),
    unanswered: worst(({ unanswered }) => unanswered),
  };
}
