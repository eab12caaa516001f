import type { Clock } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';

/**
 * What this process heard of changes in the last minute. Longer is not needed: what might still carry an old value
 * is a load in progress (seconds) or an entry of Redis, which is trusted for `sharedTrustMs` only.
 */
export interface RecentChanges {
  /** Grows with every change heard; compare with `heardSince`. */
  readonly heard: number;
  /** `revision` null: something changed, it is not known up to which revision. */
  hear(tenantId: TenantId, revision: number | null): void;
  /**
   * Whether something of `version`, read from MySQL no earlier than at `mark` (a value of `heard`; 0: any time), may
   * be older than a change that was heard.
   */
  outdates(tenantId: TenantId, version: number, mark: number): boolean;
}

interface Change {
  /** The highest revision heard of. */
  revision: number;
  /** When a change without a revision was last heard, in counts of `heard`; 0: never. */
  unknownMark: number;
  expiresAt: number;
}

const memoryMs = 60_000;

export const createRecentChanges = (clock: Clock): RecentChanges => {
  // In the order of their expiry, as hearing of a tenant again moves it to the end.
  const changes = new Map<TenantId, Change>();
  let heard = 0;
  const forgetOld = (now: number) => {
    for (const [tenantId, change] of changes) {
      if (change.expiresAt > now) return;
      changes.delete(tenantId);
    }
  };
  return {
    get heard() {
      return heard;
    },
    hear: (tenantId, revision) => {
      heard += 1;
      const now = clock.now().getTime();
      forgetOld(now);
      const before = changes.get(tenantId);
      changes.delete(tenantId);
      changes.set(tenantId, {
        revision: Math.max(before?.revision ?? 0, revision ?? 0),
        unknownMark: revision === null ? heard : (before?.unknownMark ?? 0),
        expiresAt: now + memoryMs,
      });
    },
    outdates: (tenantId, version, mark) => {
      const change = changes.get(tenantId);
      return change !== undefined && (version < change.revision || change.unknownMark > mark);
    },
  };
};
