/**
 * How often one upstream may be asked: a bucket of tokens, each of which lets one request out. It holds `capacity` and gains
 * one every `intervalMs`.
 */
export interface Bucket {
  capacity: number;
  intervalMs: number;
}

/** A token must be spent within this after it was taken. */
export const tokenLifeMs = 1_000;
/** How much longer one request may travel than another. */
const transitMs = 2_000;
/** What is spent in any minute as the upstream sees it was taken within this. */
const windowMs = 60_000 + tokenLifeMs + transitMs;
const capacityMin = 8;

/**
 * The bucket of a limit. No window of a minute ever holds more than `limitPerMin`: it holds at most a full bucket and the
 * tokens that come in meanwhile, `capacity + floor(windowMs / intervalMs)`. `burstShare` of the limit may be spent at once;
 * the rest comes evenly, so that whoever waits gets a turn soon.
 */
export const bucketFor = (limitPerMin: number, burstShare: number): Bucket => {
  const wanted = Math.max(capacityMin, Math.floor(limitPerMin * burstShare));
  const capacity = Math.max(1, Math.min(wanted, Math.floor(limitPerMin / 2)));
  return { capacity, intervalMs: (windowMs + 1) / (limitPerMin - capacity + 1) };
};

/** The bucket of one of so many processes that cannot see each other; together they are the whole. */
export const shareOf = ({ capacity, intervalMs }: Bucket, processes: number): Bucket => ({
  capacity: Math.max(1, capacity / processes),
  intervalMs: intervalMs * processes,
});

/**
 * What is wanted of a bucket, the most urgent first: each kind takes so many as are there beyond what it has to leave
 * (`kept`) for kinds more urgent.
 */
export interface Want {
  count: number;
  kept: number;
}

export interface Taken {
  /** For each want. */
  granted: number[];
  /** How long the bucket would need to be full again, ms; the whole state of a bucket. */
  lackMs: number;
}

/** Takes tokens from a bucket that lacks `lackMs`. Pure; `ask-bucket.ts` does the same in Redis. */
export const takeTokens = (bucket: Bucket, input: { lackMs: number; wants: readonly Want[] }): Taken => {
  const { capacity, intervalMs } = bucket;
  let lackMs = Math.min(Math.max(0, input.lackMs), capacity * intervalMs);
  const granted = input.wants.map(({ count, kept }) => {
    const left = Math.floor(capacity - lackMs / intervalMs - kept);
    const taken = Math.max(0, Math.min(count, left));
    lackMs += taken * intervalMs;
    return taken;
  });
  return { granted, lackMs };
};

/** How long until the bucket holds one token more than `kept`. */
export const untilNextMs = ({ capacity, intervalMs }: Bucket, lackMs: number, kept: number): number =>
  Math.max(0, lackMs - (capacity - kept - 1) * intervalMs);
