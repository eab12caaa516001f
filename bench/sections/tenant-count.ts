import type { BenchPlatform } from '../platform/bench-platform.ts';
import { median } from './accept-ratio.ts';
import { productPath, residentMegabytes, sendWebhooks, startApi } from './accepts.ts';

export interface TenantCountFigures {
  few: { tenants: number; perSecond: number };
  many: { tenants: number; perSecond: number };
  ratio: number;
  apiResidentMb: number;
}

const few = 10;
const many = 100_000;
const rounds = 3;

/** Accepts per second with 10 tenants and with 100,000, both warm, in turns: an api for each against the same stores. */
export async function measureTenantCount(
  platforms: { few: BenchPlatform; many: BenchPlatform },
  input: { seconds: number },
): Promise<TenantCountFigures> {
  const small = await startApi(platforms.few, few);
  const large = await startApi(platforms.many, many);
  const send = (platform: BenchPlatform, port: number, tenants: number, seconds: number) =>
    sendWebhooks(platform, {
      tenants,
      conversations: many,
      port,
      path: productPath,
      count: seconds * 12_000,
      perSecond: null,
      secondsMax: seconds,
    });
  try {
    await warmUp(platforms.many, large.port);
    await send(platforms.few, small.port, few, 3);
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = await send(platforms.few, small.port, few, input.seconds);
      const other = await send(platforms.many, large.port, many, input.seconds);
      pairs.push({ few: one.perSecond, many: other.perSecond, ratio: other.perSecond / one.perSecond });
    }
    return {
      few: { tenants: few, perSecond: median(pairs.map((pair) => pair.few)) },
      many: { tenants: many, perSecond: median(pairs.map((pair) => pair.many)) },
      ratio: median(pairs.map((pair) => pair.ratio)),
      apiResidentMb: residentMegabytes(large.api),
    };
  } finally {
    await Promise.all([platforms.few.stop(small.api), platforms.many.stop(large.api)]);
  }
}

/** One message for every tenant: from then on its route is known. */
const warmUp = (platform: BenchPlatform, port: number) =>
  sendWebhooks(platform, {
    tenants: many,
    conversations: many,
    port,
    path: productPath,
    count: many,
    perSecond: null,
    secondsMax: 120,
  });
