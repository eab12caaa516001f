import type { LaneKey } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { testLane } from '../../test/test-lane.ts';
import { silentLog } from '../log.ts';
import { createLaneRunner } from './create-lane-runner.ts';

const lanesOfOneTenant = (count: number): LaneKey[] => {
  const first = testLane();
  return Array.from({ length: count }, (_, index) => ({ ...first, conversationId: index + 1 }));
};

/** A runner whose lanes run until they are let go. */
const open = (input: { concurrency: number; waitingMax: number }) => {
  const running: { lane: LaneKey; end: () => void }[] = [];
  const began: LaneKey[] = [];
  const runner = createLaneRunner({
    ...input,
    run: async (lane) => {
      began.push(lane);
      await new Promise<void>((end) => running.push({ lane, end }));
    },
    log: silentLog,
  });
  const tick = () => new Promise((resolve) => setImmediate(resolve));
  const submit = async (lanes: readonly LaneKey[]) => {
    for (const lane of lanes) runner.offer(lane);
    await tick();
  };
  const endFirst = async () => {
    running.shift()?.end();
    await tick();
  };
  return { runner, running, began, submit, endFirst };
};

describe('lanes of many tenants', () => {
  it('leave a place for a tenant that comes anew, whatever one tenant submits', async () => {
    const { running, began, submit } = open({ concurrency: 8, waitingMax: 100 });
    const flood = lanesOfOneTenant(30);
    await submit(flood);
    expect(began).toEqual(flood.slice(0, 4));
    const others = Array.from({ length: 4 }, testLane);
    for (const lane of others) await submit([lane]);
    expect(began.slice(4)).toEqual(others);
    expect(running).toHaveLength(8);
  });

  it('take turns', async () => {
    const { began, submit, endFirst } = open({ concurrency: 1, waitingMax: 100 });
    const [much, less] = [lanesOfOneTenant(4), lanesOfOneTenant(2)];
    await submit([...much, ...less]);
    for (let count = 0; count < 6; count += 1) await endFirst();
    expect(began).toEqual([much[0], much[1], less[0], much[2], less[1], much[3]]);
  });

  it('do not hold a tenant’s replies up behind its questions', async () => {
    const { began, submit } = open({ concurrency: 4, waitingMax: 100 });
    const questions = lanesOfOneTenant(20);
    const reply = { ...questions[0], direction: 'to-channel' } as LaneKey;
    await submit([...questions, reply]);
    expect(began).toContain(reply);
  });

  it('are left to the sweep beyond the waiting places that a tenant may have', async () => {
    const { runner, began, submit, endFirst } = open({ concurrency: 2, waitingMax: 10 });
    const flood = lanesOfOneTenant(20);
    const taken = flood.map(runner.offer);
    await submit([]);
    expect(runner.active).toBe(6);
    expect(taken).toEqual(flood.map((_, index) => index < 6));
    const other = testLane();
    await submit([other]);
    expect(began).toEqual([flood[0], other]);
    expect(runner.room).toBe(5);
    for (let count = 0; count < 8; count += 1) await endFirst();
    await runner.idle();
    expect(began).toHaveLength(7);
  });
});

describe('a lane', () => {
  it('submitted while it runs is run once more, one that waits is not', async () => {
    const { runner, began, submit, endFirst } = open({ concurrency: 1, waitingMax: 10 });
    const [first, second] = [testLane(), testLane()];
    await submit([first, second, first, second, first]);
    await endFirst();
    await endFirst();
    expect(began).toEqual([first, second, first]);
    await endFirst();
    await runner.idle();
    expect(began).toHaveLength(3);
    expect(runner.active).toBe(0);
  });

  it('is new here once, until it is done, and not where its tenant has its part', async () => {
    const { runner, endFirst } = open({ concurrency: 1, waitingMax: 2 });
    const [first, second, third] = lanesOfOneTenant(3);
    if (!first || !second || !third) throw new Error('three lanes');
    expect([first, first, second, second, third].map(runner.offer)).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
    // The first was offered once more while it ran.
    await endFirst();
    await endFirst();
    await endFirst();
    expect(runner.active).toBe(0);
    expect(runner.offer(first)).toBe(true);
  });
});
