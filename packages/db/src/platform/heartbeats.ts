import type { Kysely } from 'kysely';
import type { HeartbeatsTable, Tables } from '../schema/tables.ts';

type Name = HeartbeatsTable['name'];

/** When processes of each kind last said that they are at work. What an api's silence means is in `Outages`. */
export class Heartbeats {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** A worker is at work. */
  async noteWorker(at: Date): Promise<void> {
    await this.#db
      .insertInto('heartbeats')
      .values({ name: 'worker', beat_at: at })
      .onDuplicateKeyUpdate({ beat_at: at })
      .execute();
  }

  /** Null: none of that kind ever has. */
  async last(name: Name): Promise<Date | null> {
    const row = await this.#db
      .selectFrom('heartbeats')
      .where('name', '=', name)
      .select('beat_at')
      .executeTakeFirst();
    return row?.beat_at ?? null;
  }
}
