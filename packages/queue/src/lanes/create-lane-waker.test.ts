import type { LaneKey } from '@tandem/schemas';
import { afterEach, describe, expect, it } from 'vitest';
import { freshPrefix } from '../../test/dev-redis.ts';
import { endAll, ends, openLanes, openRedis, removeLaneKeys } from '../../test/open-lanes.ts';
import { testLane } from '../../test/test-lane.ts';
import { until } from '../../test/until.ts';
import { createLaneWaker, createLaneWorker, type RedisLink } from '../index.ts';
import { laneQueuePrefix, readyLanesKey } from './lane-queue.ts';

afterEach(endAll);

const ready = (redis: RedisLink, prefix: string) => redis.hot.zcard(readyLanesKey(prefix, 0));

describe('lane wakes', () => {
  it('runs a lane once more for all the wakes that came while it was worked on', async () => {
    const redis = await openRedis();
    const lanes = openLanes(redis);
    const lane = testLane();
    lanes.state.hold = true;
    lanes.waker.wake([lane]);
    await until(() => lanes.held.length === 1);
    for (let count = 0; count < 3; count += 1) {
      lanes.waker.wake([lane]);
      await lanes.waker.flushed();
    }
    await until(async () => (await ready(redis, lanes.prefix)) === 0);
    lanes.release();
    await until(() => lanes.worker.active === 0);
    expect(lanes.ran).toEqual([lane, lane]);
    lanes.waker.wake([lane]);
    await until(() => lanes.ran.length === 3);
  });

  it('counts as one wake what is waked twice before it was sent or taken', async () => {
    const redis = await openRedis();
    const prefix = freshPrefix();
    const waker = createLaneWaker(redis, { prefix });
    const [one, two] = [testLane(), testLane()];
    waker.wake([one, two, one]);
    waker.wake([one]);
    await waker.flushed();
    waker.wake([two]);
    await waker.flushed();
    expect(await ready(redis, prefix)).toBe(2);
    const lanes = openLanes(redis, { prefix });
    await until(() => lanes.ran.length === 2 && lanes.worker.active === 0);
    expect(new Set(lanes.ran)).toEqual(new Set([one, two]));
    expect(await ready(redis, prefix)).toBe(0);
  });

  it('leaves to others what it has no room for, and takes more when it has', async () => {
    const redis = await openRedis();
    const prefix = freshPrefix();
    const full = openLanes(redis, { prefix, concurrency: 1, waitingMax: 1 });
    full.state.hold = true;
    const [first, second, third, fourth] = [testLane(), testLane(), testLane(), testLane()];
    for (const lane of [first, second, third, fourth]) {
      full.waker.wake([lane]);
      await full.waker.flushed();
      await until(async () => lane !== first || full.held.length === 1);
    }
    await until(() => full.worker.room === 0);
    expect(await ready(redis, prefix)).toBe(2);
    const other = openLanes(redis, { prefix });
    await until(() => other.ran.length === 2);
    expect(new Set(other.ran)).toEqual(new Set([third, fourth]));
    await other.worker.close();
    full.waker.wake([third]);
    await full.waker.flushed();
    expect(full.ran).toEqual([first]);
    full.release();
    await until(() => full.ran.length === 3);
    expect(full.ran).toEqual([first, second, third]);
  });

  it.each([
    ['held in memory', 600],
    ['a job', 1_200],
  ])(
    'keeps a timed wake that is %s apart from an immediate one, and leaves nothing behind',
    async (_, delayMs) => {
      const redis = await openRedis();
      const lanes = openLanes(redis);
      const lane = testLane();
      const startedAt = Date.now();
      lanes.waker.wakeAt(lane, new Date(startedAt + delayMs));
      await lanes.waker.flushed();
      lanes.waker.wake([lane]);
      await until(() => lanes.ran.length === 1);
      expect(Date.now() - startedAt).toBeLessThan(delayMs);
      await until(() => lanes.ran.length === 2);
      expect(Date.now() - startedAt).toBeGreaterThanOrEqual(delayMs - 10);
      lanes.waker.wakeAt(lane, new Date(startedAt));
      await until(() => lanes.ran.length === 3);
      const left = async () => {
        const keys = await redis.hot.keys(`${laneQueuePrefix(lanes.prefix, 0)}:*`);
        return keys.map((key) => key.split(':').at(-1)).sort();
      };
      await until(async () => !(await left()).includes('active'));
      expect(['events', 'id', 'meta', 'stalled-check']).toEqual(expect.arrayContaining(await left()));
    },
  );

  it('wakes early what it holds when it closes', async () => {
    const redis = await openRedis();
    const prefix = freshPrefix();
    ends.push(() => removeLaneKeys(redis, prefix, 1));
    const waker = createLaneWaker(redis, { prefix });
    waker.wakeAt(testLane(), new Date(Date.now() + 900));
    await waker.flushed();
    expect(await ready(redis, prefix)).toBe(0);
    await waker.close();
    expect(await ready(redis, prefix)).toBe(1);
  });

  it('spreads sessions over shards, both directions of one in the same', async () => {
    const redis = await openRedis();
    const lanes = openLanes(redis, { shards: 3 });
    const expected = Array.from({ length: 12 }, testLane).flatMap((lane): LaneKey[] => [
      lane,
      { ...lane, direction: 'to-channel' },
    ]);
    lanes.waker.wake(expected);
    await until(() => lanes.ran.length === expected.length);
    expect(new Set(lanes.ran.map((lane) => JSON.stringify(lane)))).toEqual(
      new Set(expected.map((lane) => JSON.stringify(lane))),
    );
  });

  it('swallows a throwing lane and a payload that names none', async () => {
    const redis = await openRedis();
    const prefix = freshPrefix();
    const errors: string[] = [];
    const log = {
      info: () => {},
      warn: () => {},
      error: (_: object, message: string) => errors.push(message),
    };
    const run = () => Promise.reject(new Error('broken'));
    const worker = createLaneWorker(redis, { prefix, concurrency: 1, run, log });
    ends.push(worker.close, () => removeLaneKeys(redis, prefix, 1));
    const waker = createLaneWaker(redis, { prefix });
    waker.wake([{ ...testLane(), conversationId: 0.5 }, testLane()]);
    await until(() => errors.length === 2);
    expect(errors).toEqual([
      'a wake that names no lane was dropped',
      'a lane threw: it is left to the sweep',
    ]);
  });

  it('lets the lanes at work end before it closes, and runs polled lanes one at a time', async () => {
    const redis = await openRedis();
    const lanes = openLanes(redis);
    const lane = testLane();
    lanes.state.hold = true;
    expect(lanes.worker.offer(lane)).toBe(true);
    await until(() => lanes.held.length === 1);
    expect(lanes.worker.offer(lane)).toBe(false);
    expect(lanes.ran).toHaveLength(1);
    let closed = false;
    const closing = lanes.worker.close().then(() => {
      closed = true;
    });
    expect(lanes.worker.active).toBe(1);
    expect(closed).toBe(false);
    lanes.release();
    await closing;
    expect(lanes.ran).toEqual([lane, lane]);
  });
});
