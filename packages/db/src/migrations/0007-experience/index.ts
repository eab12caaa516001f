import type { Kysely } from 'kysely';
import { word } from '../0001-first-light/columns.ts';
import { addColumns } from '../add-columns.ts';

/** What a session remembers to speak well: the customer's language, and how much the bot has said in a row. */
const columns = {
  locale: `${word(35)} NULL`,
  bot_streak: 'INT NOT NULL DEFAULT 0',
};

export async function up(database: Kysely<unknown>): Promise<void> {
  await addColumns(database, { table: 'chat_sessions', columns });
}
