import type { Kysely } from 'kysely';
import { json } from '../0001-first-light/columns.ts';
import { addColumns } from '../add-columns.ts';

/** What a session remembers of its talk: the options the bot last offered, and whether the customer was welcomed. */
const columns = {
  offered_choices: `${json} NULL`,
  welcomed: 'TINYINT NOT NULL DEFAULT 0',
};

export async function up(database: Kysely<unknown>): Promise<void> {
  await addColumns(database, { table: 'chat_sessions', columns });
}
