import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { RedisLink } from '../connection/connect-redis.ts';
import { openCounter } from './open-counter.ts';

/** Seconds until it may be tried again; null: it may now. */
export type WaitS = number | null;

export interface AdminLimiter {
  /** Counts calls of one key. Shared by all processes through Redis, by this one alone while Redis is away. Never rejects. */
  countCalls(keyId: string, calls: number): Promise<WaitS>;
  /**
   * Counts a key that opened nothing, of one client address. What is answered slows down whoever guesses; it must never
   * be asked for a key that is valid, so that nobody can lock its holder out. Never rejects.
   */
  countFailure(address: string): Promise<WaitS>;
}

export interface AdminLimitsInput {
  redis: RedisLink;
  /** Calls of one key a minute; 0 is off. */
  keyPerMin: number;
  prefix?: string;
}

const windowS = 60;
const failuresPerAddress = 20;
const failuresOverall = 1_000;
/** Addresses are counted in so many buckets: whoever sends from many addresses fills no memory. */
const buckets = 4_096;
const everyone = 'all';

/** Limits of the admin surface: of calls by key, and of wrong keys by client address and overall. */
export const createAdminLimits = ({
  redis,
  keyPerMin,
  prefix = 'tandem',
}: AdminLimitsInput): AdminLimiter => {
  const calls = openCounter(redis, { keyPrefix: `${prefix}-admin-calls`, durationS: windowS });
  const failures = openCounter(redis, { keyPrefix: `${prefix}-admin-failures`, durationS: windowS });
  return {
    countCalls: async (keyId, count) => {
      if (keyPerMin === 0) return null;
      const counted = await calls.add(keyId, count);
      return counted.count > keyPerMin ? secondsOf(counted.resetMs) : null;
    },
    countFailure: async (address) => {
      const [own, all] = await Promise.all([failures.add(bucketOf(address)), failures.add(everyone)]);
      const waits = [
        ...(own.count > failuresPerAddress ? [own.resetMs] : []),
        ...(all.count > failuresOverall ? [all.resetMs] : []),
      ];
      return waits.length === 0 ? null : secondsOf(Math.max(...waits));
    },
  };
};

const secondsOf = (waitMs: number): number => Math.max(1, Math.ceil(waitMs / 1_000));

function bucketOf(address: string): string {
  const digest = createHash('sha256').update(networkOf(address)).digest();
  return String(digest.readUInt32BE() % buckets);
}

/** Of an IPv6 address whoever has it has at least the /64. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? [];
  const groups = head.split(':').filter((group) => group !== '');
  const rest = tail.split(':').filter((group) => group !== '');
  const zeros = address.includes('::') ? Array(Math.max(0, 8 - groups.length - rest.length)).fill('0') : [];
  return [...groups, ...zeros, ...rest]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
