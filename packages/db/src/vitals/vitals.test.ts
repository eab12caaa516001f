import { createScratchDatabase, openTestDatabase, testDatabaseUrl } from '@tandem/testkit/database';
import { Kysely, MysqlDialect, sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { Database } from '../database.ts';
import { migrations } from '../migrations/index.ts';
import { openPool } from '../open-pool.ts';

const database = openTestDatabase();
afterAll(() => database.close());

describe('what the doctor reads of the database', () => {
  it('names the server, what a session of ours is set to, and its connections', async () => {
    const { version, variables, connections } = await database.vitals();
    expect(version).toMatch(/^\d+\.\d+/);
    expect(variables.time_zone).toBe('+00:00');
    expect(variables.transaction_isolation ?? variables.tx_isolation).toBe('READ-COMMITTED');
    expect(variables.sql_mode).toContain('STRICT_TRANS_TABLES');
    expect(Number(variables.max_allowed_packet)).toBeGreaterThan(0);
    expect(variables.innodb_flush_log_at_trx_commit).toMatch(/^[012]$/);
    expect(connections.max).toBeGreaterThan(connections.open);
  });

  it('tells its time in UTC', async () => {
    expect(Math.abs((await database.clock()).getTime() - Date.now())).toBeLessThan(5_000);
  });

  it('tells which steps are pending and which are of a newer release', async () => {
    expect(await database.schemaStanding()).toEqual({ pending: [], unknown: [] });
    const scratch = await createScratchDatabase(testDatabaseUrl());
    const behind = new Kysely<unknown>({
      dialect: new MysqlDialect({ pool: openPool({ url: scratch.url, poolSize: 1 }) }),
    });
    const other = new Database({ url: scratch.url, poolSize: 1 });
    const steps = Object.keys(migrations);
    const last = steps.at(-1) ?? '';
    await sql`UPDATE kysely_migration SET name = '9999-later' WHERE name = ${last}`.execute(behind);
    expect(await other.schemaStanding()).toEqual({ pending: [last], unknown: ['9999-later'] });
    await sql`DROP TABLE kysely_migration`.execute(behind);
    expect(await other.schemaStanding()).toEqual({ pending: steps, unknown: [] });
    await Promise.all([other.close(), behind.destroy()]);
    await scratch.drop();
  });
});
