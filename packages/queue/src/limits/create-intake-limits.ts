import { type Clock, systemClock } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { LRUCache } from 'lru-cache';
import type { RedisLink } from '../connection/connect-redis.ts';
import { openCounter } from './open-counter.ts';

/** Customer messages a minute, as `LIMIT_*` of the environment gives them; 0 is off. */
export interface IntakeLimits {
  inboxSoftPerMin: number;
  inboxHardPerMin: number;
  tenantSoftPerMin: number;
  tenantHardPerMin: number;
}

export type IntakeVerdict =
  | { verdict: 'ok' }
  /** Over a soft limit: store it, and let its lane begin `delayMs` later (at most 3 min). */
  | { verdict: 'paced'; delayMs: number }
  /** Over a hard limit: 429 with `Retry-After`. */
  | { verdict: 'refused'; retryAfterS: number };

export interface IntakeLimiter {
  /**
   * Counts one customer message of an inbox; `inbox` is a key unique within the tenant. Counters are shared by all
   * processes through Redis, and kept by this process alone while Redis is away. Never rejects.
   */
  check(message: { tenantId: TenantId; inbox: string }): Promise<IntakeVerdict>;
}

export interface IntakeLimitsInput {
  redis: RedisLink;
  limits: IntakeLimits;
  clock?: Clock;
  prefix?: string;
}

interface Scope {
  key: string;
  soft: number;
  hard: number;
}

const windowS = 60;
const delayMaxS = 180;
const ok: Promise<IntakeVerdict> = Promise.resolve({ verdict: 'ok' });

/**
 * Limits of the intake: a message over a hard limit is refused and counted nowhere else, so that an inbox that
 * floods does not eat the budget of its tenant; one over a soft limit is put off so that the excess of up to 3 min
 * goes on at the soft rate. With all limits off a check is one comparison.
 */
export const createIntakeLimits = (input: IntakeLimitsInput): IntakeLimiter => {
  const { redis, limits, clock = systemClock, prefix = 'tandem' } = input;
  const counted = openCounter(redis, { keyPrefix: `${prefix}-intake`, durationS: windowS });
  const excess = openCounter(redis, { keyPrefix: `${prefix}-intake-excess`, durationS: delayMaxS });
  /** When a refusing scope opens again: while it is closed its messages cost no look into Redis. */
  const closedUntil = new LRUCache<string, number>({ max: 10_000 });
  const off = Object.values(limits).every((limit) => limit === 0);

  const scopesOf = (tenantId: TenantId, inbox: string): Scope[] =>
    [
      { key: `${tenantId}.${inbox}`, soft: limits.inboxSoftPerMin, hard: limits.inboxHardPerMin },
      { key: tenantId, soft: limits.tenantSoftPerMin, hard: limits.tenantHardPerMin },
    ].filter(({ soft, hard }) => soft > 0 || hard > 0);

  const count = async (scopes: Scope[]): Promise<IntakeVerdict> => {
    const now = clock.now().getTime();
    const openAt = Math.max(...scopes.map(({ key }) => closedUntil.get(key) ?? 0));
    if (openAt > now) return refused(openAt - now);

    const counts = await Promise.all(
      scopes.map(async (scope) => ({ scope, ...(await counted.add(scope.key)) })),
    );
    const over = counts.filter(({ scope, count }) => scope.hard > 0 && count > scope.hard);
    if (over.length > 0) {
      for (const { scope } of counts) counted.giveBack(scope.key);
      for (const { scope, resetMs } of over) closedUntil.set(scope.key, now + resetMs);
      return refused(Math.max(...over.map(({ resetMs }) => resetMs)));
    }
    const delaysMs = await Promise.all(
      counts
        .filter(({ scope, count }) => scope.soft > 0 && count > scope.soft)
        .map(async ({ scope }) => ((await excess.add(scope.key)).count * windowS * 1000) / scope.soft),
    );
    if (delaysMs.length === 0) return ok;
    return { verdict: 'paced', delayMs: Math.round(Math.min(Math.max(...delaysMs), delayMaxS * 1000)) };
  };

  return { check: ({ tenantId, inbox }) => (off ? ok : count(scopesOf(tenantId, inbox))) };
};

const refused = (waitMs: number): IntakeVerdict => ({
  verdict: 'refused',
  retryAfterS: Math.max(1, Math.ceil(waitMs / 1000)),
});
