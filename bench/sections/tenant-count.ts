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
const conversations = 100_000;
const rounds = 13;
const roundSeconds = 2;

/**
 * Accepts per second with 10 tenants and with 100,000, both warm: an api and stores for each. In short turns, so that a slower
 * minute of the machine is one of both.
 */
export async function measureTenantCount(platforms: {
  few: BenchPlatform;
  many: BenchPlatform;
}): Promise<TenantCountFigures> {
  const small = await startApi(platforms.few, few);
  const large = await startApi(platforms.many, many);
  const send = (platform: BenchPlatform, port: number, tenants: number, seconds: number) =>
    sendWebhooks(platform, {
      tenants,
      conversations,
      port,
      path: productPath,
      count: seconds * 12_000,
      perSecond: null,
      secondsMax: seconds,
    });
  try {
    await warmUp(platforms.few, small.port, few);
    await warmUp(platforms.many, large.port, many);
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = await send(platforms.few, small.port, few, roundSeconds);
      const other = await send(platforms.many, large.port, many, roundSeconds);
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

/** One message in every conversation: from then on their lanes are there, and the routes of their tenants known. */
const warmUp = (platform: BenchPlatform, port: number, tenants: number) =>
  sendWebhooks(platform, {
    tenants,
    conversations,
    port,
    path: productPath,
    count: conversations,
    perSecond: null,
    secondsMax: 300,
  });
