import { type Kysely, sql } from 'kysely';
import { isMissingTable } from '../db-errors.ts';
import { migrations } from '../migrations/index.ts';
import type { Tables } from '../schema/tables.ts';

/** How the schema stands to this code. */
export interface SchemaStanding {
  /** Steps this code has and the database has not taken. */
  pending: string[];
  /** Steps the database has taken and this code does not know: a newer release was here. */
  unknown: string[];
}

/** Compares the steps the database has taken with those of this code. Rejects when it does not answer. */
export async function readSchemaStanding(db: Kysely<Tables>): Promise<SchemaStanding> {
  const taken = await takenSteps(db);
  const known = Object.keys(migrations);
  return {
    pending: known.filter((name) => !taken.includes(name)),
    unknown: taken.filter((name) => !known.includes(name)),
  };
}

async function takenSteps(db: Kysely<Tables>): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration ORDER BY name`.execute(db);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (isMissingTable(error)) return [];
    throw error;
  }
}
