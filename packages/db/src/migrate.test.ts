import { newId } from '@tandem/runtime';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { type Kysely, sql } from 'kysely';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';

const name = `tandem_test_${Date.now().toString(36)}_${newId<string>().slice(-8)}`;
const url = new URL(testDatabaseUrl());
url.pathname = `/${name}`;

const step = (statement: string) => ({
  up: async (db: Kysely<unknown>) => void (await sql.raw(statement).execute(db)),
});

async function query(statement: string): Promise<RowDataPacket[]> {
  const connection = await createConnection({ uri: testDatabaseUrl() });
  const [rows] = await connection.query<RowDataPacket[]>(statement);
  await connection.end();
  return rows;
}

beforeAll(() => query(`CREATE DATABASE ${name}`));
afterAll(() => query(`DROP DATABASE ${name}`));

describe('migrate', () => {
  it('takes each step once when many processes start together', async () => {
    const migrations = {
      '0001-one': step('CREATE TABLE one (id INT)'),
      '0002-two': step('CREATE TABLE two (id INT)'),
    };
    const runs = await Promise.all(Array.from({ length: 4 }, () => migrate(url.href, { migrations })));
    expect(runs.flat().sort()).toEqual(['0001-one', '0002-two']);
    expect(await migrate(url.href, { migrations })).toEqual([]);
  });

  it('waits its turn for a limited time, and says what to do', async () => {
    const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = {
      up: async () => {
        begun.resolve();
        await released.promise;
      },
    };
    const migrations = { '0001-one': step('SELECT 1'), '0002-two': step('SELECT 1'), '0003-slow': slow };
    const first = migrate(url.href, { migrations });
    await begun.promise;
    await expect(migrate(url.href, { migrations, lockTimeoutS: 1 })).rejects.toThrow(
      'another process has been migrating this database for 1 s',
    );
    released.resolve();
    expect(await first).toEqual(['0003-slow']);
  });

  it('names the step that failed and takes it again next time', async () => {
    const done = {
      '0001-one': step('SELECT 1'),
      '0002-two': step('SELECT 1'),
      '0003-slow': step('SELECT 1'),
    };
    const broken = { ...done, '0004-broken': step('CREATE TABEL x (id INT)') };
    await expect(migrate(url.href, { migrations: broken })).rejects.toThrow('migration 0004-broken failed');
    const mended = { ...done, '0004-broken': step('CREATE TABLE x (id INT)') };
    expect(await migrate(url.href, { migrations: mended })).toEqual(['0004-broken']);
  });

  it('goes on after a run that was killed between two tables', async () => {
    const fresh = new URL(url);
    fresh.pathname = `/${name}_cut`;
    await query(`CREATE DATABASE ${name}_cut`);
    try {
      await migrate(fresh.href);
      await query(
        `DROP TABLE ${name}_cut.turns, ${name}_cut.kysely_migration, ${name}_cut.kysely_migration_lock`,
      );
      expect(await migrate(fresh.href)).toContain('0001-first-light');
    } finally {
      await query(`DROP DATABASE ${name}_cut`);
    }
  });
});
