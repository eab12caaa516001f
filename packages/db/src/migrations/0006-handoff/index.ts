import type { Kysely } from 'kysely';
import { at, json } from '../0001-first-light/columns.ts';
import { addColumns } from '../add-columns.ts';

/** What a session remembers for handoffs: fallbacks in a row, the last question, and when the customer heard of closed hours. */
const columns = {
  fallbacks: `${json} NULL`,
  last_question: `${json} NULL`,
  out_of_hours_at: `${at} NULL`,
};

export async function up(database: Kysely<unknown>): Promise<void> {
  await addColumns(database, { table: 'chat_sessions', columns });
}
