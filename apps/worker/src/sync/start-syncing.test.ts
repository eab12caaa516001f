import { Database } from '@tandem/db';
import { createScratchDatabase } from '@tandem/db/scratch';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { openSyncStage, type SyncStage } from '@tandem/testkit/sync-stage';
import { mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSyncing } from './start-syncing.ts';

/** A database of its own: the sweep takes whatever is due in it. */
let database: Database;
let stage: SyncStage;
let drop: () => Promise<void>;
beforeAll(async () => {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  drop = scratch.drop;
  database = new Database({ url: scratch.url, poolSize: 5 });
  stage = await openSyncStage(database);
});
afterAll(async () => {
  await stage.close();
  await database.close();
  await drop();
});

it('does runs that nobody told it of, one after another for a tenant', async () => {
  const { scope } = await mintTenant(database, { botpress: stage.bot(), config: { botName: 'Found' } });
  const request = { configVersion: 1, actor: testActor, now: stage.clock.now() };
  const { id } = await scope.syncRuns.request(request);
  const syncing = startSyncing({ context: stage.context, concurrency: 2, random: () => 0.5 });
  const statusOf = async (run: string) => (await scope.syncRuns.get(run))?.status;
  await expect.poll(() => statusOf(id), { timeout: 10_000 }).toBe('succeeded');
  const second = await scope.syncRuns.request(request);
  await expect.poll(() => statusOf(second.id), { timeout: 10_000 }).toBe('succeeded');
  await syncing.stop();
});
