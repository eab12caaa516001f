import { ConfigError } from '@tandem/runtime';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema/tables.ts';
import { SealError, type Sealer } from '../sealed.ts';
import { SealedValues } from './sealed-values.ts';

/** Of a key without a canary so many values are tried: one that is damaged speaks for no key. */
const samples = 3;

/** The encryption keys this installation has ever used. An id stands for one key, for ever. */
export class DataKeys {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /**
   * For the start of a process: throws ConfigError when a key that stored secrets need is not there, or when another key
   * stands under a known id. Remembers keys that are new.
   */
  async assertUsable(sealer: Sealer, now: Date): Promise<void> {
    const values = new SealedValues(this.#db);
    const counts = await values.countByKey();
    const missing = [...counts.keys()].filter((id) => !sealer.keyIds.includes(id));
    if (missing.length > 0) throw new ConfigError(missing.map((id) => lacks(id, counts.get(id) ?? 0)));
    const wrong: string[] = [];
    for (const id of sealer.keyIds) {
      if (!(await this.#isRight(id, { sealer, values, now }))) wrong.push(id);
    }
    if (wrong.length > 0) throw new ConfigError(wrong.map(isAnother));
  }

  /** The ids of all keys ever used, in the order of their first use. */
  async known(): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('data_keys')
      .select('id')
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(({ id }) => id);
  }

  async #isRight(
    id: string,
    { sealer, values, now }: { sealer: Sealer; values: SealedValues; now: Date },
  ): Promise<boolean> {
    const stored = await this.#canary(id);
    if (stored) return sealer.knows(stored);
    const sample = await values.sample(id, samples);
    if (sample.length > 0 && !sample.some((one) => opens(sealer, one))) return false;
    await sql`
      INSERT INTO data_keys (id, canary, created_at) VALUES (${id}, ${sealer.canary(id)}, ${now})
      ON DUPLICATE KEY UPDATE id = data_keys.id`.execute(this.#db);
    // Another process may have been first, with another key under this id.
    const first = await this.#canary(id);
    return first !== null && sealer.knows(first);
  }

  async #canary(id: string): Promise<Buffer | null> {
    const row = await this.#db
      .selectFrom('data_keys')
      .where('id', '=', id)
      .select('canary')
      .executeTakeFirst();
    return row?.canary ?? null;
  }
}

function opens(
  sealer: Sealer,
  { sealed, place }: Awaited<ReturnType<SealedValues['sample']>>[number],
): boolean {
  try {
    sealer.open(sealed, place);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

const lacks = (id: string, count: number): string =>
  `TANDEM_ENCRYPTION_KEYS lacks the key ${id}, which ${count} stored secrets are sealed with: put it back behind the first, ` +
  'and take it out when "tandem secrets status" says that it may be dropped';

const isAnother = (id: string): string =>
  `TANDEM_ENCRYPTION_KEYS holds another key under the id ${id} than the one that id stands for: give ${id} its own key back, ` +
  'and a new key an id of its own';
