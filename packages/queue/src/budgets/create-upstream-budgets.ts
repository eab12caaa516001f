import { LRUCache } from 'lru-cache';
import type { RedisLink } from '../connection/connect-redis.ts';
import { askSharedBucket } from './ask-bucket.ts';
import { type Bucket, bucketFor } from './bucket.ts';
import { countProcesses } from './count-processes.ts';
import {
  type BudgetNeed,
  type BudgetOutcome,
  type BudgetVerdict,
  createScopeBudget,
  type ScopeBudget,
} from './create-scope-budget.ts';
import { openBucket } from './open-bucket.ts';

const budgetKinds = ['chatwoot-host', 'chatwoot-conversation', 'botpress-bot'] as const;
export type BudgetKind = (typeof budgetKinds)[number];

/** What is limited: `id` names the one host, conversation or bot of all installations. */
export interface BudgetScope {
  kind: BudgetKind;
  id: string;
}

export interface BudgetRequest {
  tenantId: string;
  need: BudgetNeed;
  /** All that the request counts against. */
  scopes: readonly BudgetScope[];
}

export type BudgetCounts = Record<BudgetKind, Record<BudgetOutcome, number>>;

export interface BudgetHeadroom extends BudgetScope {
  /** Requests a minute. */
  limit: number;
  /** 0 (all of it is used right now) to 1. */
  left: number;
}

export interface UpstreamBudgets {
  /** Asks for one request. Never rejects, and waits for at most a second. */
  take(request: BudgetRequest): Promise<BudgetVerdict>;
  /** How much of each limited scope's burst is left, as a share of it, for all processes together. Rejects while Redis is away. */
  headroom(scopes: readonly BudgetScope[]): Promise<BudgetHeadroom[]>;
  /** What became of all that was asked here. */
  counts(): BudgetCounts;
}

export interface UpstreamBudgetsInput {
  redis: RedisLink;
  /** Requests a minute, as `LIMIT_*` of the environment gives them; 0 is off. */
  limits: Record<BudgetKind, number>;
  prefix?: string;
  nowMs?: () => number;
}

/** How much of a limit may be spent at once. People write in bursts; whole hosts and bots do not. */
const burstShares: Record<BudgetKind, number> = {
  'chatwoot-host': 0.05,
  'chatwoot-conversation': 0.25,
  'botpress-bot': 0.05,
};
const scopesMax = 20_000;

/**
 * The budgets of upstreams, shared by all processes through Redis and fair between tenants (product page §2.11). Undefined when
 * all limits are off. While Redis is away each process spends its part: the limit ÷ the processes that spent lately.
 */
export const createUpstreamBudgets = (input: UpstreamBudgetsInput): UpstreamBudgets | undefined => {
  const { redis, limits, prefix = 'tandem', nowMs = () => performance.now() } = input;
  if (budgetKinds.every((kind) => limits[kind] === 0)) return undefined;
  const processes = countProcesses(redis, { prefix, nowMs });
  const counts = noCounts();
  const open = new LRUCache<string, ScopeBudget>({ max: scopesMax });

  const keyOf = ({ kind, id }: BudgetScope): string => `${prefix}-budget.${kind}.${id}`;

  const scopeBudget = ({ kind, id }: BudgetScope): ScopeBudget => {
    const key = keyOf({ kind, id });
    const known = open.get(key);
    if (known) return known;
    const bucket: Bucket = bucketFor(limits[kind], burstShares[kind]);
    const source = openBucket({
      bucket,
      isRedisUp: () => redis.health.up,
      askShared: (ask) => askSharedBucket(redis.hot, { key, bucket, ...ask }),
      processes: () => processes.known,
      nowMs,
    });
    const budget = createScopeBudget({
      bucket,
      source,
      processes: () => processes.known,
      nowMs,
      later: (delayMs, run) => void setTimeout(run, delayMs),
      onOutcome: (outcome) => {
        counts[kind][outcome] += 1;
      },
    });
    open.set(key, budget);
    return budget;
  };

  return {
    take: async ({ tenantId, need, scopes }) => {
      processes.note();
      const limited = scopes.filter(({ kind }) => limits[kind] > 0);
      // Together: the commands travel in one round trip.
      const verdicts = await Promise.all(limited.map((scope) => scopeBudget(scope).take({ tenantId, need })));
      return together(verdicts);
    },
    headroom: async (scopes) => {
      const limited = scopes.filter(({ kind }) => limits[kind] > 0);
      return await Promise.all(
        limited.map(async (scope) => {
          const limit = limits[scope.kind];
          const bucket = bucketFor(limit, burstShares[scope.kind]);
          // Wants nothing, so that nothing is taken.
          const ask = { key: keyOf(scope), bucket, lackMs: 0, wants: [] };
          const { lackMs } = await askSharedBucket(redis.hot, ask);
          return { ...scope, limit, left: 1 - lackMs / (bucket.capacity * bucket.intervalMs) };
        }),
      );
    },
    counts: () => structuredClone(counts),
  };
};

/** All have to grant it; the longest wait is the one to keep. */
const together = (verdicts: readonly BudgetVerdict[]): BudgetVerdict => {
  const waitsMs = verdicts.flatMap((verdict) => (verdict.granted ? [] : [verdict.retryAfterMs]));
  if (waitsMs.length > 0) return { granted: false, retryAfterMs: Math.max(...waitsMs) };
  return { granted: true, isFresh: () => verdicts.every((verdict) => verdict.granted && verdict.isFresh()) };
};

const noCounts = (): BudgetCounts => {
  const none = () => ({ 'at-once': 0, waited: 0, refused: 0, 'left-out': 0 });
  return { 'chatwoot-host': none(), 'chatwoot-conversation': none(), 'botpress-bot': none() };
};
