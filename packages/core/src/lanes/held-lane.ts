import type { LaneLease, ResultsOf, Statement, TenantScope } from '@tandem/db';
import { LeaseLost, type SendGuard } from '@tandem/integrations/contract';
import type { LaneKey } from '@tandem/schemas';
import type { LaneHead } from './lane-head.ts';
import { type Look, lookAt } from './look.ts';

interface HeldLaneInput {
  key: LaneKey;
  scope: TenantScope;
  lease: LaneLease;
  leaseMs: number;
  claimedAtMs: number;
}

/**
 * A lane while it is ours. The lease runs on the database's clock; the holder measures its age on its own monotonic clock
 * from before each renewal was asked for, so it never thinks the lease younger than it is.
 */
export class HeldLane {
  readonly key: LaneKey;
  readonly scope: TenantScope;
  readonly lease: LaneLease;
  readonly leaseMs: number;
  /** What is being worked on: whose fault a failure of ours may be. Null: no message. */
  head: LaneHead | null = null;
  #renewedAtMs: number;
  #lost = false;
  #noted: Statement<unknown>[] = [];
  readonly #renewal: NodeJS.Timeout;

  constructor(input: HeldLaneInput) {
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

  /** Has a statement go with the lane's next packet, at the latest when the lane is given back. */
  note(statement: Statement<unknown>): void {
    this.#noted.push(statement);
  }

  /** Sends statements in one packet and one transaction, after what was noted. */
  async send<const Statements extends readonly Statement<unknown>[]>(
    statements: Statements,
  ): Promise<ResultsOf<Statements>> {
    return await this.scope.atomically(statements, this.#noted.splice(0));
  }

  /**
   * The same for statements that are refused when what they stand on is gone: null, and nothing of it happened. Throws when the
   * lane is no longer ours.
   */
  async attempt<const Statements extends readonly Statement<unknown>[]>(
    statements: Statements,
  ): Promise<ResultsOf<Statements> | null> {
    const noted = this.#noted.splice(0);
    const results = await this.scope.attempt(statements, noted);
    if (results) return results;
    this.#noted.unshift(...noted);
    this.prove(await this.renewal(this.scope));
    return null;
  }

  /** What is sent beside it through `attempt` happens only while the lane is ours; false when it is gone altogether. */
  hold(): Statement<boolean> {
    return this.scope.lanes.hold(this.key, this.lease, this.leaseMs);
  }

  /** Clears the mark of new arrivals, prolongs the lease and looks; throws when the lane is no longer ours. */
  async lookAgain(): Promise<Look> {
    const { key, scope, lease } = this;
    const askedAtMs = performance.now();
    const ours = scope.lanes.lookAgain(key, lease, this.leaseMs);
    const seen = await lookAt({ scope, key, ours }, this.#noted.splice(0));
    if (!seen) throw new LeaseLost();
    this.#renewedAtMs = askedAtMs;
    return seen.look;
  }

  /** Proves inside a transaction that the lane is still ours, and keeps it so until the transaction ends. */
  async fence(scope: TenantScope): Promise<void> {
    this.prove(await this.renewal(scope));
  }

  /** The fence as a statement, for a packet; its answer goes to `prove`. */
  renewal(scope: TenantScope): Statement<boolean> {
    return scope.lanes.renew(this.key, this.lease, this.leaseMs);
  }

  prove(isOurs: boolean): void {
    if (!isOurs) throw new LeaseLost();
  }

  /** Gives the lane back; false when something arrived since the last look. */
  async release(dueAt: Date | null): Promise<boolean> {
    const [isReleased] = await this.send([this.scope.lanes.release(this.key, this.lease, dueAt)]);
    return isReleased;
  }

  /** Writes down what was noted and not sent, when the lane was lost meanwhile. */
  async flush(): Promise<void> {
    if (this.#noted.length > 0) await this.send([]);
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
