import { Database } from '@tandem/db';
import { createScratchDatabase, testActor, testDatabaseUrl } from '@tandem/testkit';
import { failure } from '@tandem/testkit/call-script';
import { killableDatabase } from '@tandem/testkit/killable-database';
import { openLaneStage } from '@tandem/testkit/lane-stage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepRetention } from './sweep-retention.ts';

let scratch: Awaited<ReturnType<typeof createScratchDatabase>>;
let database: Database;
beforeAll(async () => {
  scratch = await createScratchDatabase(testDatabaseUrl());
  database = new Database({ url: scratch.url, poolSize: 3 });
}, 60_000);
afterAll(async () => {
  await database.close();
  await scratch.drop();
});

const dayMs = 24 * 3_600_000;

/** A conversation that was answered just now, of a tenant that keeps things for so many days; null: for good. */
async function answered(retentionDays: number | null) {
  const stage = await openLaneStage(database);
  // Ids are of this very time: the clock must not stand in another.
  stage.clock.set(new Date());
  const rights = { installation: null, mayClaimDefault: false, actor: testActor };
  await stage.scope.config.write({ ...rights, patch: { retentionDays }, now: stage.clock.now() });
  await stage.customerWrites('hello');
  await stage.settle();
  const startMs = stage.clock.now().getTime();
  const sweepAfter = async (days: number) => {
    const now = new Date(startMs + days * dayMs);
    await sweepRetention({ database, now: () => now }, { limit: 50 });
    return await left();
  };
  const left = async () => {
    const { exportRows } = stage.scope;
    const count = async (table: 'inbound_messages' | 'turns' | 'outbound_messages' | 'chat_sessions') =>
      (await exportRows.page({ type: table, table, key: 'id' }, null)).rows;
    const inbound = await count('inbound_messages');
    return {
      messages: inbound.length,
      bodies: inbound.filter(({ body }) => body !== '').length,
      turns: (await count('turns')).length,
      replies: (await count('outbound_messages')).length,
      sessions: (await count('chat_sessions')).length,
    };
  };
  const swept = async () =>
    (await stage.scope.audit.list({ limit: 200, action: 'retention.sweep' })).items.map(({ after }) => after);
  return { stage, left, sweepAfter, swept };
}

describe('retention', () => {
  it('deletes what has ended after its days, not before, and counts it in the audit', async () => {
    const { left, sweepAfter, swept } = await answered(30);
    const before = await left();
    expect(before).toMatchObject({ turns: 1, replies: 1, sessions: 1 });
    expect(await sweepAfter(29)).toEqual(before);
    expect(await swept()).toEqual([]);
    expect(await sweepAfter(31)).toEqual({ messages: 0, bodies: 0, turns: 0, replies: 0, sessions: 0 });
    expect(await swept()).toEqual([
      { inbound_messages: before.messages, outbound_messages: 1, turns: 1, chat_sessions: 1 },
    ]);
  });

  it('keeps what late webhooks are known by for two weeks, without a word of what was said', async () => {
    const { left, sweepAfter } = await answered(1);
    const { messages } = await left();
    expect(await sweepAfter(2)).toEqual({ messages, bodies: 0, turns: 0, replies: 0, sessions: 1 });
    expect(await sweepAfter(16)).toEqual({ messages: 0, bodies: 0, turns: 0, replies: 0, sessions: 0 });
  });

  it('leaves no dead letter of what it deleted, however late it died', async () => {
    const { stage, sweepAfter } = await answered(1);
    stage.engine.sends.always(failure('rejected'));
    await stage.customerWrites('nobody hears this');
    stage.clock.advance(dayMs / 2);
    await stage.settle();
    const letters = async () => (await stage.scope.deadLetters.page({ limit: 9 })).items.length;
    expect(await letters()).toBeGreaterThan(0);
    await sweepAfter(1.1);
    expect(await letters()).toBe(0);
  });

  it('is left at its next batch by a worker that stops, and is due at once', async () => {
    const { stage } = await answered(30);
    const now = new Date(stage.clock.now().getTime() + 31 * dayMs);
    const stopping = new AbortController();
    const stopAfterBatch = (step: string) => {
      if (step === 'after retention.sweep') stopping.abort();
    };
    const { database: watched } = killableDatabase(database, stopAfterBatch);
    const context = { database: watched, now: () => now, signal: stopping.signal };
    await sweepRetention(context, { limit: 50 });
    const isDue = async () => (await database.platform.retentionWork.due(now, 50)).includes(stage.tenantId);
    expect(await isDue()).toBe(true);
    await sweepRetention(context, { limit: 50 });
    expect(await isDue()).toBe(true);
    await sweepRetention({ database, now: () => now }, { limit: 50 });
    expect(await isDue()).toBe(false);
  });

  it('touches nothing that is open, and nothing of a tenant that keeps all', async () => {
    const open = await answered(1);
    open.stage.engine.says = () => [];
    await open.stage.customerWrites('is anybody there?');
    const before = await open.left();
    const after = await open.sweepAfter(5);
    expect([after.bodies, after.sessions]).toEqual([1, 1]);
    expect(after.messages).toBe(before.messages);
    const keeps = await answered(null);
    const all = await keeps.left();
    expect(await keeps.sweepAfter(4_000)).toEqual(all);
  });
});
