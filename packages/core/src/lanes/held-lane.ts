import type { LaneLease, TenantScope } from '@tandem/db';
import { LeaseLost, type SendGuard } from '@tandem/integrations/contract';
import type { LaneKey } from '@tandem/schemas';

/**
 * A lane while it is ours. The lease runs on the database's clock; the holder measures its age on its own monotonic clock
 * from before each renewal was asked for, so it never thinks the lease younger than it is.
 */
export class HeldLane {
  readonly key: LaneKey;
  readonly scope: TenantScope;
  readonly lease: LaneLease;
  readonly leaseMs: number;
  #renewedAtMs: number;
  #lost = false;
  readonly #renewal: NodeJS.Timeout;

  constructor(input: {
    key: LaneKey;
    scope: TenantScope;
    lease: LaneLease;
    leaseMs: number;
    claimedAtMs: number;
  }) {
    this.key = input.key;
    this.scope = input.scope;
    this.lease = input.lease;
    this.leaseMs = input.leaseMs;
    this.#renewedAtMs = input.claimedAtMs;
    this.#renewal = setInterval(() => void this.#renew(), input.leaseMs / 4);
    this.#renewal.unref();
  }

  /** Throws when more than half of the lease has passed: somebody else may soon hold the lane. */
  readonly guard: SendGuard = () => {
    if (this.#lost || performance.now() - this.#renewedAtMs > this.leaseMs / 2) throw new LeaseLost();
  };

  /** Clears the mark of new arrivals and prolongs the lease; throws when the lane is no longer ours. */
  async lookAgain(): Promise<void> {
    const askedAtMs = performance.now();
    if (!(await this.scope.lanes.lookAgain(this.key, this.lease, this.leaseMs))) throw new LeaseLost();
    this.#renewedAtMs = askedAtMs;
  }

  /** Proves inside a transaction that the lane is still ours, and keeps it so until the transaction ends. */
  async fence(scope: TenantScope): Promise<void> {
    if (!(await scope.lanes.renew(this.key, this.lease, this.leaseMs))) throw new LeaseLost();
  }

  /** Gives the lane back; false when something arrived since the last look. */
  async release(dueAt: Date | null): Promise<boolean> {
    return await this.scope.lanes.release(this.key, this.lease, dueAt);
  }

  stop(): void {
    clearInterval(this.#renewal);
  }

  async #renew(): Promise<void> {
    const askedAtMs = performance.now();
    try {
      const ours = await this.scope.lanes.renew(this.key, this.lease, this.leaseMs);
      if (ours) this.#renewedAtMs = askedAtMs;
      else this.#lost = true;
    } catch {
      // The database is away: the lease ages, and the guard stops sends in time.
    }
  }
}
