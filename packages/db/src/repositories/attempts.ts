import type { OutboundId, TurnId } from '@tandem/schemas';
import type { TenantDb } from '../tenant-db.ts';

/** One try at carrying a Turn to the engine or an OutboundMessage to the channel. */
export interface NewAttempt {
  id: string;
  subjectId: TurnId | OutboundId;
  hop: 'engine' | 'channel';
  number: number;
  /** `ok` or the kind of the `UpstreamError`. */
  outcome: string;
  status: number | null;
  /** Words about the outcome: never content or secrets. */
  detail: string | null;
  durationMs: number;
  worker: string;
  at: Date;
}

/** The delivery attempts of one tenant. */
export class Attempts {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  async add(attempt: NewAttempt): Promise<void> {
    await this.#db.insert('delivery_attempts', [toAttemptRow(attempt)]).execute();
  }
}

export const toAttemptRow = (attempt: NewAttempt) => ({
  id: attempt.id,
  subject_id: attempt.subjectId,
  hop: attempt.hop,
  number: attempt.number,
  outcome: attempt.outcome,
  status: attempt.status,
  detail: attempt.detail?.slice(0, 500) ?? null,
  duration_ms: Math.round(attempt.durationMs),
  worker: attempt.worker,
  created_at: attempt.at,
});
