import { newId } from '@tandem/runtime';
import type { ConnectionId, LaneKey, TenantId } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { sweepLanes } from './sweep-lanes.ts';

const stages = useLaneStages();
const now = new Date('2026-03-02T09:00:00.000Z');
const ago = (ms: number) => new Date(now.getTime() - ms);

async function laneDue(at: Date, tenantId = newId<TenantId>()): Promise<LaneKey> {
  const lane = {
    tenantId,
    connectionId: newId<ConnectionId>(),
    conversationId: 1,
    direction: 'to-engine',
  } as const;
  await stages.database().enter(lane.tenantId).lanes.touch(lane, at);
  return lane;
}

async function sweep(input: { overdueMs: number; limit: number; isHere?: (lane: LaneKey) => boolean }) {
  const found: LaneKey[] = [];
  const run = (lane: LaneKey) => {
    found.push(lane);
    return !input.isHere?.(lane);
  };
  const swept = await sweepLanes({ due: stages.database().platform.dueWork, now: () => now, run }, input);
  return { found, count: swept.found, begun: swept.begun };
}

describe('the sweep', () => {
  it('finds what is due, the longest waiting first, in bounded batches', async () => {
    const lanes = [
      await laneDue(ago(3_000)),
      await laneDue(ago(9_000)),
      await laneDue(ago(6_000)),
      await laneDue(ago(-1)),
    ];
    const [third, first, second] = lanes;
    expect(await sweep({ overdueMs: 0, limit: 2 })).toMatchObject({ found: [first, second], count: 2 });
    const all = { found: [first, second, third], count: 3, begun: 3 };
    expect(await sweep({ overdueMs: 0, limit: 10 })).toEqual(all);
    expect(await sweep({ overdueMs: 5_000, limit: 10 })).toMatchObject({ found: [first, second], count: 2 });
    const isHere = (lane: LaneKey) => lane.tenantId === first?.tenantId;
    expect(await sweep({ overdueMs: 0, limit: 10, isHere })).toEqual({ ...all, begun: 2 });
  });

  it('gives no tenant more than a quarter of a batch', async () => {
    const flood = newId<TenantId>();
    for (let count = 0; count < 12; count += 1) await laneDue(ago(90_000 + count), flood);
    const other = await laneDue(ago(80_000));
    const { found } = await sweep({ overdueMs: 60_000, limit: 8 });
    expect(found.filter(({ tenantId }) => tenantId === flood)).toHaveLength(2);
    expect(found.at(-1)).toEqual(other);
  });

  it('carries a conversation to its end without any wake-up', async () => {
    const stage = await stages.open();
    stage.context.wake = () => {};
    stage.context.wakeAt = () => {};
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toMatch(/^answered/);
  });
});
