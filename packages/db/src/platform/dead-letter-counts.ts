import type { Direction } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';

export interface DeadLetterCount {
  direction: Direction;
  reason: string;
  count: number;
  tenants: number;
}

/** Reasons may hold words of an upstream: so many different ones are counted, the most frequent first. */
const reasonsMax = 1_000;

/** What no tenant could carry. */
export class DeadLetterCounts {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** By direction and reason, of those that nobody has settled. */
  async byReason(): Promise<DeadLetterCount[]> {
    const rows = await this.#db
      .selectFrom('dead_letters')
      .where('state', '=', 'dead')
      .select(['direction', 'reason'])
      .select((eb) => [
        eb.fn.countAll<number>().as('count'),
        eb.fn.count<number>('tenant_id').distinct().as('tenants'),
      ])
      .groupBy(['direction', 'reason'])
      .orderBy('count', 'desc')
      .limit(reasonsMax)
      .execute();
    return rows.map((row) => ({ ...row, count: Number(row.count), tenants: Number(row.tenants) }));
  }
}
