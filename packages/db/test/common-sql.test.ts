import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@tandem/runtime';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { createConnection } from 'mysql2/promise';
import { afterAll, describe, expect, it } from 'vitest';
import { migrate } from '../src/migrate.ts';
import { platformCases } from './platform-cases.ts';
import { refusedIn } from './refused-sql.ts';
import { methodsOf, mintTwins, openStores } from './run-cases.ts';
import { tenantCases } from './tenant-cases.ts';

const statements: string[] = [];
const { database, behind, close } = openStores({ onStatement: (text) => statements.push(text) });
afterAll(close);

const offences = (texts: Iterable<string>) =>
  [...new Set(texts)]
    .map((text) => ({ text, refused: refusedIn(text) }))
    .filter(({ refused }) => refused.length > 0);

describe('the SQL that both MySQL 8.4 and MariaDB 10.6 know', () => {
  it.each([
    'INSERT INTO t (a) VALUES (1) RETURNING a',
    'insert into `t` (`a`) values (?) as `new` on duplicate key update `a` = `new`.`a`',
    'SELECT a FROM t FOR UPDATE OF t',
    "SELECT a->>'$.b' FROM t",
    'SELECT JSON_EXTRACT(a, "$.b") FROM t',
    'CREATE TABLE t (a INT) COLLATE utf8mb4_0900_ai_ci',
    'INSERT IGNORE INTO t (a) VALUES (1)',
    'CREATE TABLE t (a BIGINT AUTO_INCREMENT)',
    'CREATE TABLE t (a JSON NOT NULL)',
  ])('does not include: %s', (statement) => {
    expect(refusedIn(statement)).not.toEqual([]);
  });

  it.each([
    'INSERT INTO t (a) VALUES (?) ON DUPLICATE KEY UPDATE a = VALUES(a)',
    'SELECT a FROM t WHERE b = ? FOR UPDATE SKIP LOCKED',
    'CREATE TABLE t (a LONGTEXT NOT NULL, KEY k (a, b))',
  ])('includes: %s', (statement) => {
    expect(refusedIn(statement)).toEqual([]);
  });

  it('is all that migrations use', async () => {
    const seen: string[] = [];
    const url = new URL(testDatabaseUrl());
    url.pathname = `/tandem_test_${Date.now().toString(36)}_${newId<string>().slice(-8)}`;
    const server = await createConnection({ uri: testDatabaseUrl() });
    await server.query(`CREATE DATABASE ${url.pathname.slice(1)}`);
    try {
      await migrate(url.href, { onStatement: (text) => seen.push(text) });
    } finally {
      await server.query(`DROP DATABASE ${url.pathname.slice(1)}`);
      await server.end();
    }
    expect(seen.filter((text) => text.includes('CREATE TABLE')).length).toBeGreaterThan(10);
    expect(offences(seen)).toEqual([]);
  });

  it('is all that the repositories of a tenant send', { timeout: 120_000 }, async () => {
    for (const [part, some] of Object.entries(tenantCases)) {
      for (const [method, run] of Object.entries(some)) {
        const { a } = await mintTwins(behind);
        const sent = statements.length;
        await run(database.enter(a.tenantId), a);
        expect(statements.length, `${part}.${method} sends nothing`).toBeGreaterThan(sent);
      }
    }
    expect(offences(statements)).toEqual([]);
  });

  it('is all that the platform sends, by methods that all have a case here', async () => {
    const methods = methodsOf(database.platform);
    const without = methods.filter(({ part, method }) => platformCases[part]?.[method] === undefined);
    expect(without.map(({ name }) => name)).toEqual([]);
    for (const some of Object.values(platformCases)) {
      for (const run of Object.values(some)) {
        const { a } = await mintTwins(behind);
        await run(database.platform, a);
      }
    }
    await database.ping();
    expect(offences(statements)).toEqual([]);
  });

  it('is all that the sources spell, also where no case leads', () => {
    const folder = join(import.meta.dirname, '../src');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    const found = files.flatMap((file) => {
      const code = withoutComments(readFileSync(join(folder, file), 'utf8'));
      const built = /\.(returning(All)?|ignore|orIgnore|modifyEnd|replaceInto)\(/.exec(code);
      const texts = (code.match(/`[^`]*`/g) ?? []).filter((text) =>
        /\b(select|insert|update|delete|create)\b/i.test(text),
      );
      return [
        ...(built ? [`${file}: ${built[0]}`] : []),
        ...offences(texts).map(({ refused }) => `${file}: ${refused}`),
      ];
    });
    expect(files.length).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});

const withoutComments = (code: string): string => code.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
