import type { BenchPlatform } from '../platform/bench-platform.ts';
import {
  barePath,
  productPath,
  residentMegabytes,
  sendWebhooks,
  startApi,
  startBareServer,
} from './accepts.ts';

export interface AcceptFigures {
  acceptsPerSecond: number;
  barePerSecond: number;
  ratio: number;
  ackAt1000: { p50Ms: number; p99Ms: number; maxMs: number; perSecond: number };
  apiResidentMb: number;
}

const setUp = { tenants: 100, conversations: 2_000 };
const rounds = 3;

/** Durable accepts per second against the bare server, in turns in the same run; then the ack at 1,000/s offered. */
export async function measureAccepts(
  platform: BenchPlatform,
  input: { seconds: number },
): Promise<AcceptFigures> {
  const { api, port } = await startApi(platform, setUp.tenants);
  const bare = await startBareServer(platform);
  const asManyAsPossible = {
    ...setUp,
    count: input.seconds * 12_000,
    perSecond: null,
    secondsMax: input.seconds,
  };
  try {
    await sendWebhooks(platform, { ...asManyAsPossible, port, path: productPath, secondsMax: 3 });
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) {
      const reference = await sendWebhooks(platform, {
        ...asManyAsPossible,
        count: input.seconds * 25_000,
        port: bare.port,
        path: barePath,
      });
      const product = await sendWebhooks(platform, { ...asManyAsPossible, port, path: productPath });
      pairs.push({
        bare: reference.perSecond,
        accepts: product.perSecond,
        ratio: product.perSecond / reference.perSecond,
      });
    }
    const offered = await sendWebhooks(platform, {
      ...setUp,
      port,
      path: productPath,
      count: input.seconds * 1_000,
      perSecond: 1_000,
      secondsMax: 60,
    });
    const { p50Ms, p99Ms, maxMs, perSecond } = offered;
    return {
      acceptsPerSecond: median(pairs.map(({ accepts }) => accepts)),
      barePerSecond: median(pairs.map((pair) => pair.bare)),
      ratio: median(pairs.map(({ ratio }) => ratio)),
      ackAt1000: { p50Ms, p99Ms, maxMs, perSecond },
      apiResidentMb: residentMegabytes(api),
    };
  } finally {
    await Promise.all([platform.stop(api), platform.stop(bare.server)]);
  }
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
