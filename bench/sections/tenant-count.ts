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
const warmUpSecondsMax = 300;

interface Side {
  platform: BenchPlatform;
  tenants: number;
  port: number;
}

/**
 * Accepts per second with 10 tenants and with 100,000, both warm: an api and stores for each. In short turns, so that a slower
 * minute of the machine is one of both.
 */
export async function measureTenantCount(platforms: {
  few: BenchPlatform;
  many: BenchPlatform;
}): Promise<TenantCountFigures> {
  const start = async (platform: BenchPlatform, tenants: number) => ({
    platform,
    tenants,
    ...(await startApi(platform, tenants)),
  });
  const small = await start(platforms.few, few);
  const large = await start(platforms.many, many);
  const send = (side: Side, count: number, secondsMax: number) =>
    sendWebhooks(side.platform, {
      tenants: side.tenants,
      conversations,
      port: side.port,
      path: productPath,
      count,
      perSecond: null,
      secondsMax,
    });
  /** One message in every conversation: from then on their lanes are there, and the routes of their tenants known. */
  const warmUp = (side: Side) => send(side, conversations, warmUpSecondsMax);
  const measure = (side: Side) => send(side, roundSeconds * 12_000, roundSeconds);
  try {
    await warmUp(small);
    await warmUp(large);
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) {
      const one = await measure(small);
      const other = await measure(large);
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
