import { Database } from '@tandem/db';
import { createScratchDatabase } from '@tandem/db/scratch';
import type { TenantId } from '@tandem/schemas';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { openSyncStage, type SyncStage } from '@tandem/testkit/sync-stage';
import { mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entry, writeKnowledge } from '../../test/sync-tenants.ts';
import { sweepSyncRuns } from './sweep-sync-runs.ts';
import { syncAll } from './sync-all.ts';

/** A database of its own: what is due in it is this file's. */
let database: Database;
let stage: SyncStage;
let drop: () => Promise<void>;
beforeAll(async () => {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  drop = scratch.drop;
  database = new Database({ url: scratch.url, poolSize: 5 });
  stage = await openSyncStage(database);
  stage.context.installation = { botpress: { dialect: 'chat_api', settings: stage.bot() } };
});
afterAll(async () => {
  await stage.close();
  await database.close();
  await drop();
});

async function all(verifiedSince: Date | null = null) {
  const sums = { unchanged: 0, queued: 0, underWay: 0 };
  let afterId: TenantId | null = null;
  do {
    const page: Awaited<ReturnType<typeof syncAll>> = await syncAll(
      { ...stage.context, actor: testActor },
      { afterId, limit: 2, verifiedSince },
    );
    for (const name of ['unchanged', 'queued', 'underWay'] as const) sums[name] += page[name];
    afterId = page.nextId;
  } while (afterId !== null);
  return sums;
}

/** What workers do until nothing is due. */
async function work(): Promise<number> {
  let done = 0;
  for (;;) {
    const running: Promise<void>[] = [];
    const track = (run: Promise<void>) => void running.push(run);
    const taken = await sweepSyncRuns({ ...stage.context, track }, { limit: 4 });
    await Promise.all(running);
    if (taken === 0) return done;
    done += taken;
  }
}

describe('a sync of all tenants', () => {
  it('costs an unchanged one no request, finds the one that changed, and drift when asked to look', async () => {
    const scopes = [];
    for (let count = 0; count < 5; count += 1) {
      scopes.push((await mintTenant(database, { knowledgeBase: [entry(`Tenant ${count}?`)] })).scope);
    }
    expect(await all()).toEqual({ unchanged: 0, queued: 5, underWay: 0 });
    expect(await all()).toEqual({ unchanged: 0, queued: 0, underWay: 5 });
    expect(await work()).toBe(5);

    const quiet = stage.fake.counters();
    expect(await all()).toEqual({ unchanged: 5, queued: 0, underWay: 0 });
    expect(await work()).toBe(0);
    expect(stage.fake.counters()).toEqual(quiet);

    const [changed] = scopes;
    if (!changed) throw new Error('there is no tenant');
    await writeKnowledge(stage, changed, [entry('Tenant 0?'), entry('New?')]);
    expect(await all()).toEqual({ unchanged: 4, queued: 1, underWay: 0 });
    await work();
    const uploads = stage.fake.counters()['file.upload'] ?? 0;
    expect(uploads - (quiet['file.upload'] ?? 0)).toBe(1);

    stage.clock.advance(60_000);
    expect(await all(stage.clock.now())).toEqual({ unchanged: 0, queued: 5, underWay: 0 });
    await work();
    expect(await all(stage.clock.now())).toEqual({ unchanged: 5, queued: 0, underWay: 0 });
  });

  it('queues a tenant again whose connection is another one', async () => {
    const before = await all();
    const other = stage.bot();
    await mintTenant(database, { botpress: other, knowledgeBase: [entry('Own bot?')] });
    expect((await all()).queued).toBe(before.queued + 1);
    await work();
    expect(stage.fake.files(other.botId)).toHaveLength(1);
    expect((await all()).queued).toBe(0);
  });

  it('finds a run whose job was lost', async () => {
    const { scope } = await mintTenant(database);
    const { id } = await scope.syncRuns.request({
      configVersion: 0,
      actor: testActor,
      now: stage.clock.now(),
    });
    await work();
    expect((await scope.syncRuns.get(id))?.status).toBe('succeeded');
  });
});
