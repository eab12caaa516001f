import { type Kysely, sql } from 'kysely';
import { at, id, json } from './0001-first-light/columns.ts';

/** One row a tenant: a lease, so that two onboardings of it do not make everything twice, and the last report. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE IF NOT EXISTS onboardings (
        tenant_id ${id} NOT NULL PRIMARY KEY,
        lease_token ${id} NULL,
        lease_until ${at} NULL,
        report ${json} NULL,
        ended_at ${at} NULL
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`,
    )
    .execute(database);
}
