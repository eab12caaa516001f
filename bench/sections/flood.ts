import { once } from 'node:events';
import { z } from 'zod';
import type { App } from '../../scripts/processes/check-environment.ts';
import type { BenchPlatform } from '../platform/bench-platform.ts';
import { productEnvironment } from '../platform/product-environment.ts';
import { seedTenants } from '../platform/seed-tenants.ts';

const zReady = z.object({
  type: z.literal('ready'),
  inboxIds: z.array(z.number()),
  environment: z.record(z.string(), z.string()),
});
const zResult = z.object({
  type: z.literal('rates'),
  others: z.object({ latenciesMs: z.array(z.number()), unanswered: z.number() }),
  floodTurnsPerSecond: z.number(),
  /** The most in any minute so far, as the upstreams count. */
  busiest: z.object({ host: z.number(), conversation: z.number(), bot: z.number() }),
});
type Phase = Omit<z.output<typeof zResult>, 'type'>;

interface TurnTimes {
  turns: number;
  p50Ms: number;
  p99Ms: number;
  unanswered: number;
}

export interface FloodFigures {
  alone: TurnTimes;
  flooded: TurnTimes;
  /** The others' p99 while one floods ÷ without. */
  ratio: number;
  floodTurnsPerSecond: number;
  busiest: Phase['busiest'];
  limits: { host: number; conversation: number; bot: number };
}

const tenants = 21;
/** Messages a second of each. */
const perSecond = 0.1;
const floodFactor = 100;
const warmUpSeconds = 10;
/** Before the flood and after it: a machine is not equally busy all the time. */
const aloneSeconds = 45;
/** Longer than the minute that limits are about. */
const floodSeconds = 90;
/** So low that the flood alone wants more than twice of it, on a slow machine too. */
const limits = { host: 1_000, conversation: 200, bot: 300 };

/** Turn times of twenty tenants alone, and while another asks for a hundred times as much of the same Chatwoot and the same bot. */
export async function measureFlood(platform: BenchPlatform): Promise<FloodFigures> {
  const upstreams = platform.fork('bench/upstreams/main.ts', [String(tenants)]);
  const next = async () => (await once(upstreams, 'message'))[0] as unknown;
  const ready = zReady.parse(await next());
  await seedTenants({
    databaseUrl: platform.stores.databaseUrl,
    installation: ready.environment.CHATWOOT_BASE_URL ?? '',
    accountId: Number(ready.environment.CHATWOOT_ACCOUNT_ID),
    inboxIds: ready.inboxIds,
    // As tenants have it who set nothing: what their customers wait for.
    config: {},
  });
  const [apiPort, workerPort] = [await platform.freePort(), await platform.freePort()];
  const environment = {
    ...productEnvironment(platform.stores),
    ...ready.environment,
    LIMIT_CHATWOOT_HOST_PER_MIN: String(limits.host),
    LIMIT_CHATWOOT_CONVERSATION_PER_MIN: String(limits.conversation),
    LIMIT_BOTPRESS_BOT_PER_MIN: String(limits.bot),
    PORT: String(apiPort),
    WORKER_PORT: String(workerPort),
  };
  const start = (app: App, port: number) =>
    platform.serve(app, { environment, readyUrl: `http://127.0.0.1:${port}/readyz` });
  const api = await start('api', apiPort);
  const worker = await start('worker', workerPort);
  const talk = async (seconds: number, floodPerSecond: number): Promise<Phase> => {
    upstreams.send({ type: 'talk', seconds, perSecond, floodPerSecond });
    return zResult.parse(await next());
  };
  try {
    upstreams.send({ type: 'wire', apiUrl: `http://127.0.0.1:${apiPort}` });
    await next();
    await talk(warmUpSeconds, 0);
    const before = await talk(aloneSeconds, 0);
    const during = await talk(floodSeconds, perSecond * floodFactor);
    const after = await talk(aloneSeconds, 0);
    const alone = turnTimes(before, after);
    const flooded = turnTimes(during);
    return {
      alone,
      flooded,
      ratio: flooded.p99Ms / alone.p99Ms,
      floodTurnsPerSecond: during.floodTurnsPerSecond,
      busiest: after.busiest,
      limits,
    };
  } finally {
    await Promise.all([api, worker, upstreams].map((child) => platform.stop(child)));
  }
}

function turnTimes(...phases: Phase[]): TurnTimes {
  const sorted = phases.flatMap(({ others }) => others.latenciesMs).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const unanswered = phases.reduce((sum, { others }) => sum + others.unanswered, 0);
  return { turns: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), unanswered };
}
