import type { LaneKey } from '@tandem/schemas';
import { afterEach, describe, expect, it } from 'vitest';
import { freshPrefix } from '../../test/dev-redis.ts';
import { endAll, ends, openLanes, openRedis, removeLaneKeys } from '../../test/open-lanes.ts';
import { testLane } from '../../test/test-lane.ts';
import { until } from '../../test/until.ts';
import { createLaneWaker, createLaneWorker, type RedisLink } from '../index.ts';
import { laneQueuePrefix } from './lane-queue.ts';

afterEach(endAll);

const queued = (redis: RedisLink, prefix: string, list: 'wait' | 'active') =>
  redis.hot.llen(`${laneQueuePrefix(prefix, 0)}:wakes:${list}`);

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
    lanes.release();
    await until(async () => lanes.ran.length === 2 && (await queued(redis, lanes.prefix, 'active')) === 0);
    expect(await queued(redis, lanes.prefix, 'wait')).toBe(0);
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
    expect(await queued(redis, prefix, 'wait')).toBe(2);
    const lanes = openLanes(redis, { prefix });
    await until(() => lanes.ran.length === 2);
    await until(async () => (await queued(redis, prefix, 'active')) === 0);
    expect(lanes.ran).toEqual([one, two]);
  });

  it('keeps timed, immediate and swept wakes apart, and leaves no job behind', async () => {
    const redis = await openRedis();
    const lanes = openLanes(redis);
    const lane = testLane();
    const startedAt = Date.now();
    lanes.waker.wakeAt(lane, new Date(startedAt + 600));
    await lanes.waker.flushed();
    lanes.waker.wake([lane]);
    await until(() => lanes.ran.length === 1);
    expect(Date.now() - startedAt).toBeLessThan(600);
    await until(() => lanes.ran.length === 2);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(590);
    lanes.waker.sweep([lane, lane]);
    await until(() => lanes.ran.length === 3);
    await until(async () => (await queued(redis, lanes.prefix, 'active')) === 0);
    const left = await redis.hot.keys(`${laneQueuePrefix(lanes.prefix, 0)}:wakes:*`);
    expect(left.map((key) => key.split(':').at(-1)).sort()).toEqual([
      'events',
      'id',
      'meta',
      'stalled-check',
    ]);
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
    const polled = lanes.worker.submit(lane);
    await until(() => lanes.held.length === 1);
    await lanes.worker.submit(lane);
    expect(lanes.ran).toHaveLength(1);
    let closed = false;
    const closing = lanes.worker.close().then(() => {
      closed = true;
    });
    expect(lanes.worker.active).toBe(1);
    expect(closed).toBe(false);
    lanes.release();
    await Promise.all([polled, closing]);
    expect(lanes.ran).toEqual([lane, lane]);
  });
});
