import { testDatabaseUrl } from '@tandem/testkit/database';
import { mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../src/database.ts';
import { type CutWire, openCutWire } from './cut-wire.ts';

const url = new URL(testDatabaseUrl());
let wire: CutWire;
let database: Database;
beforeAll(async () => {
  wire = await openCutWire({ host: url.hostname, port: Number(url.port) });
  url.port = String(wire.port);
  // Over the wire that is cut, not beside it.
  url.searchParams.delete('socketPath');
  database = new Database({ url: url.href, poolSize: 3 });
});
afterAll(async () => {
  await database.close();
  await wire.cut();
});

const many = <Result>(count: number, work: () => Promise<Result>) =>
  Promise.allSettled(Array.from({ length: count }, work));
const statuses = (outcomes: PromiseSettledResult<unknown>[]) => new Set(outcomes.map(({ status }) => status));

it('tells everybody at once when the server dies in the middle, also those who wait for a connection', async () => {
  const { tenantId, scope } = await mintTenant(database);
  const [holding, cut] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const hung = database.enter(tenantId).transaction(async (tx) => {
    await tx.users.create({ email: 'lost@x.test', role: 'agent', actor: testActor, now: new Date() });
    holding.resolve();
    await cut.promise;
    await tx.users.list({ limit: 1 });
  });
  await holding.promise;
  const waiting = many(30, () => scope.config.write({ patch: {}, ...rights() }));
  const cutAt = performance.now();
  await wire.cut();
  cut.resolve();
  await expect(hung).rejects.toThrow();
  await waiting;
  expect(performance.now() - cutAt).toBeLessThan(2_000);
  expect(statuses(await many(30, () => database.ping()))).toEqual(new Set(['rejected']));
});

it('works again by itself once the server is back, as often as it dies', async () => {
  for (let round = 0; round < 3; round += 1) {
    await wire.mend();
    expect(statuses(await many(30, () => database.ping()))).toEqual(new Set(['fulfilled']));
    const busy = many(30, () => mintTenant(database));
    await wire.cut();
    await busy;
  }
  await wire.mend();
  const { scope } = await mintTenant(database);
  await expect(scope.users.list({ limit: 10 })).resolves.toMatchObject({ items: [] });
});

const rights = () => ({ actor: testActor, now: new Date(), installation: null, mayClaimDefault: false });
