import type { LedgerEvent } from '@tandem/db';
import { newId } from '@tandem/runtime';
import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { adminOfStage } from '../../test/admin-of-stage.ts';
import { useLaneStages } from '../../test/lane-stages.ts';
import { readCursor, toldMax, writeCursor } from './event-cursor.ts';
import { readEvents, shortened, untold } from './read-events.ts';

const stages = useLaneStages();

/** Somebody who listens to a stage from now on; `id`: of the last he got. */
async function listener(stage: LaneStage, id: string | null = null) {
  const { context } = adminOfStage(stage, { database: stages.database() });
  const { tenantId } = stage;
  const first = id === null ? await readEvents(context, { tenantId, after: null }) : null;
  let after: Parameters<typeof readEvents>[1]['after'] = first?.next ?? id;
  const heard = { id: first?.id ?? id ?? '', types: [] as string[] };
  const listen = async () => {
    const { events, next, id: at } = await readEvents(context, { tenantId, after });
    after = next;
    heard.id = at;
    heard.types.push(...events.map(({ type, kind }) => (kind === null ? type : `${type} ${kind}`)));
  };
  return { heard, listen };
}

const answered = [
  'accepted customer-message',
  'turn',
  'queued reply',
  'shown reply',
  'ended customer-message',
].sort();

describe('who listens', () => {
  it('is told each thing once, however often he asks', async () => {
    const stage = await stages.open();
    const { heard, listen } = await listener(stage);
    await stage.customerWrites('hi');
    await listen();
    expect(heard.types).toEqual(['accepted customer-message']);
    for (let looks = 0; looks < 3; looks += 1) {
      await stage.settle();
      await listen();
      stage.clock.advance(3_000);
    }
    expect(heard.types.filter((type) => type !== 'owner bot').sort()).toEqual(answered);
  });

  it('goes on at another process by the id of the last he got, without loss or doubling', async () => {
    const stage = await stages.open();
    const before = await listener(stage);
    await stage.customerWrites('hi');
    await stage.run('to-engine');
    await before.listen();
    await stage.settle();
    stage.clock.advance(60_000);
    const after = await listener(stage, before.heard.id);
    await after.listen();
    await after.listen();
    const all = [...before.heard.types, ...after.heard.types].filter((type) => type !== 'owner bot');
    expect(all.sort()).toEqual(answered);
  });

  it('hears of owners and of what died', async () => {
    const stage = await stages.open();
    const { heard, listen } = await listener(stage);
    stage.engine.sends.always(failure('rejected'));
    await stage.customerWrites('hi');
    await stage.settle();
    await listen();
    for (const type of ['owner human', 'dead customer-message']) expect(heard.types).toContain(type);
  });

  it('is refused with an id that is none, or of long ago', async () => {
    const stage = await stages.open();
    const { context } = adminOfStage(stage, { database: stages.database() });
    const { tenantId } = stage;
    for (const after of ['x', '1.abc', writeCursor({ from: new Date(0), told: [] })])
      await expect(readEvents(context, { tenantId, after })).rejects.toMatchObject({ code: 'bad_request' });
  });
});

const now = new Date('2026-03-02T09:00:00.000Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const event = (at: Date): LedgerEvent => ({
  type: 'shown',
  id: newId<string>(),
  conversationId: 1,
  at,
  kind: 'reply',
  end: null,
  reason: null,
});

describe('what is still to be told', () => {
  it('holds what was committed after newer things were told', () => {
    const [late, first] = [event(ago(3_000)), event(ago(2_000))];
    const { next } = untold([first], { cursor: { from: ago(9_000), told: [] }, now });
    const { told } = untold([late, first], { cursor: next, now });
    expect(told).toEqual([late]);
  });

  it('comes in parts where much has happened, and all of it', () => {
    const many = Array.from({ length: 1_200 }, (_, index) => event(ago(60_000 - index)));
    let cursor = { from: ago(70_000), told: [] as string[] };
    const all: LedgerEvent[] = [];
    for (let looks = 0; looks < 3; looks += 1) {
      const { told, next } = untold(
        many.filter(({ at }) => at >= cursor.from),
        { cursor, now },
      );
      all.push(...told);
      cursor = next;
    }
    expect(all).toEqual(many);
  });

  it('stands in a short id, which rather looks back less than it tells twice', () => {
    const many = Array.from({ length: 3 * toldMax }, (_, index) => event(ago(2_000 - index)));
    const { next } = untold(many, { cursor: { from: ago(9_000), told: [] }, now });
    const id = writeCursor(shortened(many, next));
    expect(id.length).toBeLessThan(500);
    const { told } = untold(
      many.filter(({ at }) => at >= readCursor(id).from),
      { cursor: readCursor(id), now },
    );
    expect(told).toEqual([]);
  });
});
