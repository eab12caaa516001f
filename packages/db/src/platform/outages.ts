import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** A stretch of time in which webhooks could not be taken. */
export interface Outage {
  from: Date;
  until: Date;
}

const keptMs = 30 * 24 * 3_600_000;

/** When the platform's api could not be reached or could not store. All processes of it together: one that answers is enough. */
export class Outages {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /**
   * An api can be reached and can store. When none has said so for longer than `gapMs`, that time is kept as an outage,
   * which is answered with the time it began; null: there was none.
   */
  async beat(input: { id: string; at: Date; gapMs: number }): Promise<Date | null> {
    const { id, at, gapMs } = input;
    return await this.#db.transaction().execute(async (db) => {
      const last = await db
        .selectFrom('heartbeats')
        .where('name', '=', 'api')
        .select('beat_at')
        .forUpdate()
        .executeTakeFirst();
      await db
        .insertInto('heartbeats')
        .values({ name: 'api', beat_at: at })
        .onDuplicateKeyUpdate({ beat_at: last && last.beat_at > at ? last.beat_at : at })
        .execute();
      if (!last || at.getTime() - last.beat_at.getTime() <= gapMs) return null;
      await add(db, { id, from: last.beat_at, until: at });
      return last.beat_at;
    });
  }

  /** Keeps an outage that was noticed otherwise, and forgets those of long ago. */
  async add(outage: Outage & { id: string }): Promise<void> {
    await add(this.#db, outage);
  }

  /** The outages of which any moment lies in that time, the earliest first; at most 100. */
  async during({ from, until }: Outage): Promise<Outage[]> {
    const rows = await this.#db
      .selectFrom('outages')
      .where('until_at', '>=', from)
      .where('from_at', '<=', until)
      .select(['from_at as from', 'until_at as until'])
      .orderBy('until_at')
      .limit(100)
      .execute();
    return rows;
  }
}

async function add(db: Kysely<Tables>, { id, from, until }: Outage & { id: string }): Promise<void> {
  await db
    .deleteFrom('outages')
    .where('until_at', '<', new Date(until.getTime() - keptMs))
    .execute();
  await db.insertInto('outages').values({ id, from_at: from, until_at: until }).execute();
}
