import { randomInt } from 'node:crypto';
import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { openTestDatabase, testDatabaseUrl } from '@tandem/testkit/database';
import { Kysely, MysqlDialect } from 'kysely';
import { openPool } from '../src/open-pool.ts';
import type { Tables } from '../src/schema/tables.ts';
import { seedTwin } from './seed-twin.ts';
import type { Twin } from './twin.ts';

/** This run's database, a way past its walls for tests to look behind them, and the end of both. */
export function openStores(options: Parameters<typeof openTestDatabase>[0] = {}) {
  const database = openTestDatabase(options);
  const behind = openBehindTheWalls();
  const close = async (): Promise<void> => {
    await database.close();
    await behind.destroy();
  };
  return { database, behind, close };
}

const openBehindTheWalls = (): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: new MysqlDialect({ pool: openPool({ url: testDatabaseUrl(), poolSize: 2 }) }),
  });

/** The methods of each part of a scope, `itself` for its own: found by looking, so that none is forgotten. */
export function methodsOf(scope: object): { name: string; part: string; method: string }[] {
  const own = namesOf(scope).map((method) => ({ name: method, part: 'itself', method }));
  const parts = Object.entries(scope).flatMap(([part, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? namesOf(value).map((method) => ({ name: `${part}.${method}`, part, method }))
      : [],
  );
  return [...own, ...parts];
}

/** Two fresh tenants whose rows have the same ids; in tables without order B’s come first. */
export async function mintTwins(behind: Kysely<Tables>): Promise<{ a: Twin; b: Twin }> {
  const [b, a] = [mintTwin({ more: true }), mintTwin({ more: false })];
  await behind.transaction().execute(async (tx) => {
    await seedTwin(tx, b);
    await seedTwin(tx, a);
  });
  return { a, b };
}

function mintTwin({ more }: { more: boolean }): Twin {
  const tenantId = newId<TenantId>();
  return { tenantId, marker: `twin-${tenantId}`, inboxId: randomInt(1, 2 ** 40) * 2, more };
}

const namesOf = (value: object): string[] =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(value)).filter((name) => name !== 'constructor');
