import type { LaneLease } from '@tandem/db';
import { endLeases, leasesOf } from '@tandem/testkit/database';
import { killableDatabase } from '@tandem/testkit/killable-database';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { carryErasure } from './carry-erasure.ts';
import type { ErasureContext } from './context.ts';
import type { Who } from './erasure-subject.ts';

const stages = useLaneStages();

/** Of the stage's customer. */
const contactId = 1203;
const marks = ['Rosa', 'where is my parcel'];

const contextOf = (stage: LaneStage, database = stages.database()): ErasureContext => ({
  database,
  integrations: stage.context.integrations,
  directory: stage.context.directory,
  now: () => stage.clock.now(),
  worker: 'eraser',
  leaseMs: 12_000,
  erasureLeaseMs: 60_000,
  signal: new AbortController().signal,
  notifyChange: () => {},
  log: stage.context.log,
});

interface Opening {
  who?: Who;
  dialect?: 'chat_api' | 'generic';
}

async function openAnswered({ who = { contactId }, dialect = 'chat_api' }: Opening = {}): Promise<{
  stage: LaneStage;
  order: { tenantId: LaneStage['tenantId']; erasureId: string };
}> {
  const stage = await stages.open({ dialect });
  await stage.customerWrites('where is my parcel', { id: 600_500 });
  await stage.settle();
  const erasureId = stage.context.newId<string>();
  const subject = { who };
  const now = stage.clock.now();
  await stage.scope.erasures.request({ id: erasureId, subject, actor: { type: 'platform' }, now });
  return { stage, order: { tenantId: stage.tenantId, erasureId } };
}

/** What is left of the customer in the tables of conversations. */
async function traces(stage: LaneStage): Promise<string[]> {
  const tables = ['chat_sessions', 'inbound_messages', 'outbound_messages', 'turns', 'audit_log'] as const;
  const pages = tables.map((table) =>
    stage.scope.exportRows.page({ type: table, table, key: 'id', json: ['body'] }, null),
  );
  const text = JSON.stringify(await Promise.all(pages));
  return marks.filter((mark) => text.includes(mark));
}

const isDone = async (stage: LaneStage, id: string) => (await stage.scope.erasures.get(id))?.endedAt !== null;

class Killed extends Error {}

/** Stops the worker when this has been done. */
const stopAfter = (method: string, stopping: AbortController) => (step: string) => {
  if (step === `after ${method} in a transaction`) stopping.abort();
};

describe('an erasure', () => {
  it('is gone on with when its worker is killed, at any step', { timeout: 120_000 }, async () => {
    const { stage, order } = await openAnswered();
    expect(await traces(stage)).toEqual(marks);
    let runs = 0;
    for (let stepsLeft = 1; !(await isDone(stage, order.erasureId)); stepsLeft += 1) {
      let steps = stepsLeft;
      const onStep = () => {
        steps -= 1;
        if (steps < 0) throw new Killed();
      };
      const { database } = killableDatabase(stages.database(), onStep);
      const work = carryErasure(contextOf(stage, database), order);
      await work.catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
      stage.clock.set(new Date(stage.clock.now().getTime() + 61_000));
      for (const table of ['lanes', 'erasures'] as const)
        await endLeases(stages.databaseUrl(), table, stage.tenantId);
      runs += 1;
    }
    expect(runs).toBeGreaterThan(10);
    expect(await traces(stage)).toEqual([]);
    expect(new Set(stage.engine.forgotten.map(({ userId }) => userId)).size).toBe(1);
    expect((await stage.scope.erasures.get(order.erasureId))?.subject).toBeNull();
  });

  it('is left at its next batch by a worker that stops, with its lanes, to any other', async () => {
    const { stage, order } = await openAnswered();
    const stopping = new AbortController();
    const { database } = killableDatabase(stages.database(), stopAfter('contactRows.remove', stopping));
    await carryErasure({ ...contextOf(stage, database), signal: stopping.signal }, order);
    const receipt = await stage.scope.erasures.get(order.erasureId);
    expect([receipt?.endedAt, receipt?.removed]).toEqual([null, expect.objectContaining({ turns: 1 })]);
    expect(await leasesOf(stages.databaseUrl(), 'lanes', stage.tenantId)).toEqual([]);
    await carryErasure(contextOf(stage), order);
    expect([await isDone(stage, order.erasureId), await traces(stage)]).toEqual([true, []]);
  });

  it('is not over because a worker that stops has not found everything', async () => {
    const { stage, order } = await openAnswered({ who: { identifier: 'rosa@nowhere.example' } });
    await carryErasure({ ...contextOf(stage), signal: AbortSignal.abort() }, order);
    expect(await isDone(stage, order.erasureId)).toBe(false);
    await carryErasure(contextOf(stage), order);
    expect(await isDone(stage, order.erasureId)).toBe(true);
  });

  it('tells no engine to forget anybody while its worker stops', async () => {
    const { stage, order } = await openAnswered();
    const stopping = new AbortController();
    const { database } = killableDatabase(
      stages.database(),
      stopAfter('contactRows.forgetSession', stopping),
    );
    await carryErasure({ ...contextOf(stage, database), signal: stopping.signal }, order);
    expect([stage.engine.forgotten, await isDone(stage, order.erasureId)]).toEqual([[], false]);
    await carryErasure(contextOf(stage), order);
    expect([stage.engine.forgotten.length, await isDone(stage, order.erasureId)]).toEqual([1, true]);
  });

  it('keeps its lanes while one batch takes longer than their lease', { timeout: 30_000 }, async () => {
    const { stage, order } = await openAnswered();
    const leftMs = async () => {
      const held = await leasesOf(stages.databaseUrl(), 'lanes', stage.tenantId);
      return held.length === 2 ? Math.min(...held) : 0;
    };
    const isProlonged: boolean[] = [];
    const { database } = killableDatabase(stages.database(), async (step) => {
      if (step !== 'after contactRows.remove in a transaction' || isProlonged.length > 0) return;
      let before = await leftMs();
      const isLonger = async () => {
        const now = await leftMs();
        const longer = now > before;
        before = now;
        return longer;
      };
      await expect.poll(isLonger, { timeout: 20_000 }).toBe(true);
      isProlonged.push(true);
    });
    await carryErasure({ ...contextOf(stage, database), leaseMs: 4_000 }, order);
    expect([isProlonged, await isDone(stage, order.erasureId)]).toEqual([[true], true]);
  });

  it('removes nothing in lanes that it has lost', async () => {
    const { stage, order } = await openAnswered();
    const lane = stage.lane('to-channel');
    let thief: LaneLease | null = null;
    const { database } = killableDatabase(stages.database(), async (step) => {
      if (step !== 'after contactRows.remove in a transaction') return;
      await endLeases(stages.databaseUrl(), 'lanes', stage.tenantId);
      thief ??= await stage.scope.lanes.seize(lane, { name: 'a worker', leaseMs: 60_000 });
    });
    await carryErasure(contextOf(stage, database), order);
    const receipt = await stage.scope.erasures.get(order.erasureId);
    expect([receipt?.endedAt, receipt?.removed, await traces(stage)]).toEqual([null, {}, marks]);
    expect(await leasesOf(stages.databaseUrl(), 'lanes', stage.tenantId)).toHaveLength(1);
    if (thief) await stage.scope.lanes.yield(lane, thief, stage.clock.now());
    stage.clock.set(new Date(stage.clock.now().getTime() + 3_000));
    await carryErasure(contextOf(stage), order);
    expect([await isDone(stage, order.erasureId), await traces(stage)]).toEqual([true, []]);
  });

  it('waits for the worker in a lane to have sent what it sends', async () => {
    const { stage, order } = await openAnswered();
    const lane = stage.lane('to-channel');
    const lease = await stage.scope.lanes.seize(lane, { name: 'a worker', leaseMs: 60_000 });
    await carryErasure(contextOf(stage), order);
    expect([await isDone(stage, order.erasureId), await traces(stage)]).toEqual([false, marks]);
    if (lease) await stage.scope.lanes.yield(lane, lease, stage.clock.now());
    stage.clock.set(new Date(stage.clock.now().getTime() + 3_000));
    await carryErasure(contextOf(stage), order);
    expect([await isDone(stage, order.erasureId), await traces(stage)]).toEqual([true, []]);
  });

  it('leaves nobody to answer what comes late, and everybody to answer what is new', async () => {
    const { stage, order } = await openAnswered();
    await carryErasure(contextOf(stage), order);
    const shown = stage.channel.shown.length;
    expect((await stage.customerWrites('where is my parcel', { id: 600_500 })).status).toBe('duplicate');
    const late = await stage.customerWrites('where is my parcel', { id: 600_400 });
    await stage.settle();
    expect(await stage.endOf(late)).toBe('suppressed: the contact was erased');
    expect(stage.channel.shown).toHaveLength(shown);
    await stages.database().platform.erasureWork.blankLate(new Date(0), 100);
    expect(await traces(stage)).toEqual([]);
    const fresh = await stage.customerWrites('hello again');
    await stage.settle();
    expect(await stage.endOf(fresh)).toMatch(/^answered/);
  });

  it('shows nothing of what a bot that names no conversation of its own answers late, until there is something new', async () => {
    const { stage, order } = await openAnswered({ dialect: 'generic' });
    await carryErasure(contextOf(stage), order);
    const shown = stage.channel.shown.length;
    const say = (text: string) =>
      stage.engineWebhook({ sessionId: String(stage.conversationId), responses: [{ type: 'text', text }] });
    const late = await say('you asked: where is my parcel');
    await stage.settle();
    expect(await stage.endOf(late)).toBe('suppressed: stale session');
    expect(stage.channel.shown).toHaveLength(shown);
    await stages.database().platform.erasureWork.blankLate(new Date(0), 100);
    expect(await traces(stage)).toEqual([]);
    await stage.customerWrites('hello again');
    await stage.settle();
    const fresh = await say('one more thing');
    await stage.settle();
    expect(await stage.endOf(fresh)).toMatch(/^recorded/);
  });
});
