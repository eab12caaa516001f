import type { SyncEntryResult, SyncLease, SyncProgress, TenantScope } from '@tandem/db';
import { LeaseLost } from '@tandem/integrations/contract';

const writeEveryMs = 1_000;

/**
 * A run while it is ours, and what it has done so far. The lease runs on the database's clock and is prolonged in the
 * background; `guard` throws `LeaseLost` when somebody else may hold the run.
 */
export class HeldRun {
  readonly id: string;
  readonly scope: TenantScope;
  readonly lease: SyncLease;
  readonly startedAtMs = performance.now();
  readonly #leaseMs: number;
  readonly #entries: Map<string, SyncEntryResult>;
  readonly #earlier: Map<string, SyncEntryResult>;
  #total = 0;
  #renewedAtMs: number;
  #writtenAtMs = 0;
  #lost = false;
  readonly #renewal: NodeJS.Timeout;

  constructor(input: {
    id: string;
    scope: TenantScope;
    lease: SyncLease;
    leaseMs: number;
    /** On this process's monotonic clock, before the claim was asked for: the lease is never thought younger than it is. */
    claimedAtMs: number;
    /** What an earlier worker had done. */
    earlier: readonly SyncEntryResult[];
  }) {
    this.id = input.id;
    this.scope = input.scope;
    this.lease = input.lease;
    this.#leaseMs = input.leaseMs;
    this.#renewedAtMs = input.claimedAtMs;
    this.#entries = new Map();
    this.#earlier = new Map(input.earlier.map((entry) => [entry.key, entry]));
    this.#renewal = setInterval(() => void this.#renew(), input.leaseMs / 4);
    this.#renewal.unref();
  }

  /** Throws when more than half of the lease has passed without a renewal. */
  readonly guard = (): void => {
    if (this.#lost || performance.now() - this.#renewedAtMs > this.#leaseMs / 2) throw new LeaseLost();
  };

  /** Says how much there is to do, and writes it down. Throws `LeaseLost`. */
  async expect(total: number): Promise<void> {
    this.#total = total;
    await this.#write();
  }

  /** Records what became of an entry, and writes it down now and then. Throws `LeaseLost`. */
  async note(entry: SyncEntryResult): Promise<void> {
    this.#entries.set(entry.key, entry);
    if (performance.now() - this.#writtenAtMs >= writeEveryMs) await this.#write();
  }

  /** Whether this run has uploaded the entry, in an earlier attempt too. */
  hasUploaded(key: string): boolean {
    return (this.#entries.get(key) ?? this.#earlier.get(key))?.outcome === 'uploaded';
  }

  /** As of now; what an earlier attempt did and this one has not come to yet stays in the report. */
  progress(): SyncProgress {
    const entries = [...this.#entries.values()];
    const failed = entries.filter(({ outcome }) => outcome === 'failed').length;
    const done = entries.length - failed;
    const rest = [...this.#earlier.values()].filter(({ key }) => !this.#entries.has(key));
    return { total: Math.max(this.#total, entries.length), done, failed, entries: [...entries, ...rest] };
  }

  /** The whole report at the end: only what this attempt has seen through. */
  report(): SyncProgress {
    const { total, done, failed } = this.progress();
    return { total, done, failed, entries: [...this.#entries.values()] };
  }

  stop(): void {
    clearInterval(this.#renewal);
  }

  async #write(): Promise<void> {
    this.#writtenAtMs = performance.now();
    if (!(await this.scope.syncRuns.progress(this.id, this.lease, this.progress()))) throw new LeaseLost();
  }

  async #renew(): Promise<void> {
    const askedAtMs = performance.now();
    try {
      if (await this.scope.syncRuns.renew(this.id, this.lease, this.#leaseMs)) this.#renewedAtMs = askedAtMs;
      else this.#lost = true;
    } catch {
      // The database is away: the lease ages, and the guard stops requests in time.
    }
  }
}
