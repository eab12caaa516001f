/** Who of the tenants at one upstream stays within a fair share of it. */
export interface TenantShares {
  /** Notes a request of the tenant. */
  spend(tenantId: string): void;
  /** Whether the tenant has asked for no more than its share lately. */
  isModest(tenantId: string): boolean;
  /** Tenants that asked lately, at least 1. */
  readonly active: number;
}

/** How many requests a tenant may make at once before it counts as greedy: two turns. */
const burst = 8;
/** After this without a request a tenant leaves its share to the others. */
const activeMs = 2_000;
const pruneEveryMs = 250;

/**
 * Each active tenant's share is an even part of what the upstream takes. `intervalMs`: between two tokens of the upstream.
 * Who was greedy is forgiven within two bursts at its share.
 */
export const createTenantShares = (input: { intervalMs: number; nowMs: () => number }): TenantShares => {
  const { intervalMs, nowMs } = input;
  const tenants = new Map<string, { seenAtMs: number; paidUntilMs: number }>();
  let active = 1;
  let prunedAtMs = Number.NEGATIVE_INFINITY;

  const prune = (now: number): void => {
    if (now - prunedAtMs < pruneEveryMs) return;
    prunedAtMs = now;
    let count = 0;
    for (const [tenantId, { seenAtMs, paidUntilMs }] of tenants) {
      if (now - seenAtMs <= activeMs) count += 1;
      else if (paidUntilMs <= now) tenants.delete(tenantId);
    }
    active = Math.max(1, count);
  };

  return {
    spend: (tenantId) => {
      const now = nowMs();
      const known = tenants.get(tenantId);
      const paidFromMs = Math.max(known?.paidUntilMs ?? 0, now);
      const shareMs = intervalMs * active;
      const paidUntilMs = Math.min(paidFromMs + shareMs, now + 2 * burst * shareMs);
      tenants.set(tenantId, { seenAtMs: now, paidUntilMs });
      if (!known) active = Math.max(active, Math.min(tenants.size, active + 1));
      prune(now);
    },
    isModest: (tenantId) => {
      const known = tenants.get(tenantId);
      return known === undefined || known.paidUntilMs - nowMs() <= burst * intervalMs * active;
    },
    get active() {
      return active;
    },
  };
};
