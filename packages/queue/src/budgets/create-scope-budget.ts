import { type Bucket, type Taken, tokenLifeMs, untilNextMs, type Want } from './bucket.ts';
import type { OpenBucket } from './open-bucket.ts';
import { createRetryTimes, type RetryTimes } from './retry-times.ts';
import { createTenantShares } from './tenant-shares.ts';
import { createTurnQueue } from './turn-queue.ts';

/**
 * What a request is: `new` begins a piece of work, `follow-up` belongs to one that was let in, `optional` is left out when
 * tokens are short.
 */
export type BudgetNeed = 'new' | 'follow-up' | 'optional';

export type BudgetVerdict =
  /** It may go out as long as `isFresh` says so. */
  | { granted: true; isFresh(): boolean }
  /** Nothing may be sent; worth another attempt after that. */
  | { granted: false; retryAfterMs: number };

export type BudgetOutcome = 'at-once' | 'waited' | 'refused' | 'left-out';

export interface ScopeBudget {
  /** Waits for at most a quarter of a second, a follow-up three times that. Never rejects. */
  take(request: { tenantId: string; need: BudgetNeed }): Promise<BudgetVerdict>;
}

export interface ScopeBudgetInput {
  bucket: Bucket;
  source: OpenBucket;
  processes(): number;
  nowMs(): number;
  later(delayMs: number, run: () => void): void;
  onOutcome(outcome: BudgetOutcome): void;
}

interface Waiter {
  tenantId: string;
  need: BudgetNeed;
  /** When its waiting is over. */
  endsAtMs: number;
  settle(verdict: BudgetVerdict): void;
}

const waitMaxMs: Record<BudgetNeed, number> = { new: 250, 'follow-up': 750, optional: 0 };
const pauseMinMs = 2;
/** Takes that follow each other faster have tokens taken ahead for them. */
const aheadMs = 100;
const greedyAtOnce = 8;

/**
 * One upstream's budget in this process. Tenants who ask for no more than their share come first and may empty the bucket;
 * those who ask for more leave half of it, and wait by turns for what comes in. Who cannot be served soon is told when to
 * come again, the next one of the same tenant later than the one before.
 */
export const createScopeBudget = (input: ScopeBudgetInput): ScopeBudget => {
  const { bucket, source, processes, nowMs, later, onOutcome } = input;
  const keptByGreedy = Math.floor(bucket.capacity / 2);
  const keptByOptional = Math.floor((bucket.capacity * 3) / 4);
  /** Others may take the token that was waited for: not asked again at once. */
  const askAgainMs = Math.max(pauseMinMs, bucket.intervalMs / 8);
  const rowMax = Math.ceil(waitMaxMs.new / bucket.intervalMs) + 1;
  const shares = createTenantShares({ intervalMs: bucket.intervalMs, nowMs });
  /** A turn of everybody lies between two of a tenant who wants more than its share. */
  const greedyTimes = createRetryTimes({
    nowMs,
    gapMs: () => bucket.intervalMs * shares.active * processes(),
  });
  /** Those who keep to their share have one line, and nobody before them. */
  const line = createRetryTimes({ nowMs, gapMs: () => bucket.intervalMs * processes() });
  const modestTimes: RetryTimes = { next: () => line.next('modest') };
  const modest = createTurnQueue<Waiter>();
  const greedy = createTurnQueue<Waiter>();
  const optional: Waiter[] = [];
  /** Tokens taken ahead. */
  let held = { count: 0, untilMs: 0 };
  let spentSinceAsk = 0;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let isWorking = false;
  /** Ends a pause early; null while there is none. */
  let endPause: (() => void) | null = null;

  const grant = (tenantId: string, untilMs: number): BudgetVerdict => {
    shares.spend(tenantId);
    spentSinceAsk += 1;
    return { granted: true, isFresh: () => nowMs() < untilMs };
  };
  const isWaited = (): boolean => modest.size + greedy.size + optional.length > 0;
  const refuse = (waiter: Waiter, times: RetryTimes): void =>
    waiter.settle({ granted: false, retryAfterMs: times.next(waiter.tenantId) });

  const wantsNow = (): Want[] => {
    const isBusy = nowMs() - askedAtMs < aheadMs;
    const ahead = isBusy ? Math.min(2 * spentSinceAsk, Math.floor(bucket.capacity / 8)) : 0;
    return [
      { count: modest.size, kept: 0 },
      { count: Math.min(greedy.size, Math.max(greedyAtOnce, greedy.tenants)), kept: keptByGreedy },
      { count: optional.length, kept: keptByOptional },
      { count: ahead, kept: keptByOptional },
    ];
  };
  const distribute = ({ granted }: Taken, untilMs: number): void => {
    const [forModest = 0, forGreedy = 0, forOptional = 0, ahead = 0] = granted;
    let unused = ahead;
    const serve = (count: number, next: () => Waiter | undefined): void => {
      for (let served = 0; served < count; served += 1) {
        const waiter = next();
        if (waiter) waiter.settle(grant(waiter.tenantId, untilMs));
        else unused += 1;
      }
    };
    serve(forModest, modest.shift);
    serve(forGreedy, greedy.shift);
    serve(forOptional, () => optional.shift());
    for (const waiter of optional.splice(0)) waiter.settle({ granted: false, retryAfterMs: 0 });
    held = { count: unused, untilMs };
  };
  const serveHeld = (): void => {
    while (held.count > 0 && nowMs() < held.untilMs) {
      const waiter = modest.shift() ?? greedy.shift();
      if (!waiter) return;
      held.count -= 1;
      waiter.settle(grant(waiter.tenantId, held.untilMs));
    }
  };
  const pause = async (pauseMs: number): Promise<void> => {
    await new Promise<void>((resolve) => {
      endPause = resolve;
      later(pauseMs, resolve);
    });
    endPause = null;
  };
  /** Those whose waiting ends before the next token comes are not kept. */
  const sendAway = (beforeMs: number): void => {
    for (const [queue, times] of [
      [modest, modestTimes],
      [greedy, greedyTimes],
    ] as const) {
      const gone: Waiter[] = [];
      queue.removeWhere((waiter) => waiter.endsAtMs < beforeMs && gone.push(waiter) > 0);
      for (const waiter of gone) refuse(waiter, times);
    }
  };
  const work = async (): Promise<void> => {
    for (serveHeld(); isWaited(); serveHeld()) {
      const wants = wantsNow();
      askedAtMs = nowMs();
      spentSinceAsk = 0;
      const taken = await source.take(wants);
      distribute(taken, askedAtMs + tokenLifeMs);
      const isShort = wants.slice(0, 2).some(({ count }, index) => (taken.granted[index] ?? 0) < count);
      if (!isShort) continue;
      const kept = modest.size > 0 ? 0 : keptByGreedy;
      const pauseMs = Math.max(askAgainMs, untilNextMs(bucket, taken.lackMs, kept));
      sendAway(nowMs() + pauseMs);
      if (!isWaited()) return;
      await pause(pauseMs);
    }
  };
  const start = (): void => {
    if (isWorking) return;
    isWorking = true;
    void work().finally(() => {
      isWorking = false;
      if (isWaited()) start();
    });
  };

  return {
    take: ({ tenantId, need }) => {
      const now = nowMs();
      if (held.count > 0 && now < held.untilMs && !isWaited()) {
        held.count -= 1;
        onOutcome('at-once');
        return Promise.resolve(grant(tenantId, held.untilMs));
      }
      const isUrgent = need === 'follow-up' || (need === 'new' && shares.isModest(tenantId));
      if (need === 'new' && !isUrgent && greedy.sizeOf(tenantId) >= rowMax) {
        onOutcome('refused');
        return Promise.resolve({ granted: false, retryAfterMs: greedyTimes.next(tenantId) });
      }
      return new Promise((resolve) => {
        const settle = (verdict: BudgetVerdict): void => {
          if (verdict.granted) onOutcome(nowMs() - now < pauseMinMs ? 'at-once' : 'waited');
          else onOutcome(need === 'optional' ? 'left-out' : 'refused');
          resolve(verdict);
        };
        const waiter = { tenantId, need, endsAtMs: now + waitMaxMs[need], settle };
        if (need === 'optional') optional.push(waiter);
        else (isUrgent ? modest : greedy).push(tenantId, waiter);
        // Those who come first need not wait for what the others wait for.
        if (need === 'optional' || isUrgent) endPause?.();
        start();
      });
    },
  };
};
