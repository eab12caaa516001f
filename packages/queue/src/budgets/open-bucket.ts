import { type Bucket, shareOf, type Taken, takeTokens, type Want } from './bucket.ts';

export interface OpenBucket {
  /** Takes tokens, in Redis or, while that is away, of this process's share. Never rejects. */
  take(wants: readonly Want[]): Promise<Taken>;
}

export interface OpenBucketInput {
  bucket: Bucket;
  isRedisUp(): boolean;
  askShared(ask: { lackMs: number; wants: readonly Want[] }): Promise<Taken>;
  /** How many processes spend. */
  processes(): number;
  nowMs(): number;
}

/**
 * One bucket as this process sees it. An outage of Redis begins with an empty share, so that the shares of all processes
 * together never hold more than the whole did; and Redis, when it is back, is told what was spent meanwhile.
 */
export const openBucket = (input: OpenBucketInput): OpenBucket => {
  const { bucket, isRedisUp, askShared, processes, nowMs } = input;
  let fullAtMs = Number.NEGATIVE_INFINITY;
  let isAlone = false;

  const takeShared = async (wants: readonly Want[]): Promise<Taken> => {
    const askedAtMs = nowMs();
    const taken = await askShared({ lackMs: Math.max(0, fullAtMs - askedAtMs), wants });
    // From before it was asked: what is told back must not grow by the way.
    fullAtMs = Math.max(fullAtMs, askedAtMs + taken.lackMs);
    isAlone = false;
    return taken;
  };
  const takeAlone = (wants: readonly Want[]): Taken => {
    const now = nowMs();
    const share = shareOf(bucket, processes());
    if (!isAlone) fullAtMs = now + share.capacity * share.intervalMs;
    isAlone = true;
    const scaled = wants.map(({ count, kept }) => ({ count, kept: kept / processes() }));
    const taken = takeTokens(share, { lackMs: fullAtMs - now, wants: scaled });
    fullAtMs = now + taken.lackMs;
    return taken;
  };
  return {
    take: async (wants) => {
      if (!isRedisUp()) return takeAlone(wants);
      try {
        return await takeShared(wants);
      } catch {
        return takeAlone(wants);
      }
    },
  };
};
