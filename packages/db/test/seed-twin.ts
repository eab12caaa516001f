import { type Kysely, sql } from 'kysely';
import type { Tables } from '../src/schema/tables.ts';
import type { Rows, Twin } from './twin.ts';
import { conversationRows } from './twin-conversation-rows.ts';
import { platformRows } from './twin-platform-rows.ts';
import { setupRows } from './twin-setup-rows.ts';

/** Fills every tenant table with rows whose ids are the twin's, and the platform's with rows of that tenant. */
export async function seedTwin(db: Kysely<Tables>, of: Twin): Promise<void> {
  const rows: Rows<Tables> = { ...platformRows(of), ...setupRows(of), ...conversationRows(of) };
  for (const [table, some] of Object.entries(rows)) {
    for (const row of some) await insert(db, table, row);
  }
}

async function insert(db: Kysely<Tables>, table: string, row: Record<string, unknown>): Promise<void> {
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
  const values = sql.join(Object.values(row));
  await sql`INSERT INTO ${sql.table(table)} (${columns}) VALUES (${values})`.execute(db);
}
