import { afterEach, describe, expect, it } from 'vitest';
import { endAll, ends, openLanes, openRedis } from '../../test/open-lanes.ts';
import { testLane } from '../../test/test-lane.ts';
import { throwawayRedis } from '../../test/throwaway-redis.ts';
import { until } from '../../test/until.ts';
import { connectRedis } from '../index.ts';

afterEach(endAll);

describe('lane wakes and an unsteady Redis', () => {
  it('goes on after FLUSHALL, also for the lane at work', async () => {
    const server = await throwawayRedis();
    await server.start();
    ends.push(server.kill);
    const redis = await openRedis(server.url);
    const lanes = openLanes(redis);
    const [one, two] = [testLane(), testLane()];
    lanes.state.hold = true;
    lanes.waker.wake([one]);
    await until(() => lanes.held.length === 1);
    await redis.hot.flushall();
    lanes.waker.wake([two]);
    await until(() => lanes.ran.length === 2);
    lanes.release();
    await until(() => lanes.worker.active === 0);
    for (let count = 3; count < 6; count += 1) {
      lanes.waker.wake([one]);
      await until(() => lanes.ran.length === count);
      await redis.hot.flushall();
    }
  });

  it('returns at once while Redis is gone; worker and waker resume by themselves', async () => {
    const server = await throwawayRedis();
    await server.start();
    ends.push(server.kill);
    const redis = await openRedis(server.url);
    const lanes = openLanes(redis);
    const lane = testLane();
    lanes.waker.wake([lane]);
    await until(() => lanes.ran.length === 1);
    lanes.state.hold = true;
    lanes.waker.wake([lane]);
    await until(() => lanes.held.length === 1);

    await server.kill();
    const startedAt = performance.now();
    for (let count = 0; count < 1000; count += 1) lanes.waker.wake([testLane()]);
    lanes.waker.wakeAt(lane, new Date());
    await lanes.waker.flushed();
    expect(performance.now() - startedAt).toBeLessThan(200);
    lanes.release();
    await until(() => lanes.worker.active === 0);
    lanes.worker.offer(lane);
    await until(() => lanes.worker.active === 0);
    expect(lanes.ran).toHaveLength(3);

    await server.start();
    await until(() => redis.health.up);
    await until(async () => {
      lanes.waker.wake([lane]);
      await lanes.waker.flushed();
      return lanes.ran.length > 3;
    });
  });

  it('starts before Redis does, and closes while it is gone', async () => {
    const server = await throwawayRedis();
    ends.push(server.kill);
    const redis = connectRedis({ url: server.url });
    ends.push(redis.close);
    const lanes = openLanes(redis);
    const unused = openLanes(redis);
    await unused.worker.close();
    await server.start();
    await until(() => redis.health.up);
    await until(async () => {
      lanes.waker.wake([testLane()]);
      await lanes.waker.flushed();
      return lanes.ran.length > 0;
    });
    await server.kill();
    await until(() => !redis.health.up);
    const startedAt = performance.now();
    await lanes.worker.close();
    expect(performance.now() - startedAt).toBeLessThan(2500);
  });

  it('closes while it is full and Redis is gone, and takes nothing more', async () => {
    const server = await throwawayRedis();
    await server.start();
    ends.push(server.kill);
    const redis = await openRedis(server.url);
    const lanes = openLanes(redis, { concurrency: 1, waitingMax: 1 });
    lanes.state.hold = true;
    lanes.waker.wake([testLane()]);
    await until(() => lanes.held.length === 1);
    lanes.waker.wake([testLane(), testLane()]);
    await until(() => lanes.worker.room === 0);
    await server.kill();
    await until(() => !redis.health.up);
    const closing = lanes.worker.close();
    lanes.release();
    await closing;
    expect(lanes.ran).toHaveLength(2);
  });

  it('works on a cluster', async () => {
    const server = await throwawayRedis(['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1']);
    await server.start();
    ends.push(server.kill);
    const single = await openRedis(server.url);
    await single.hot.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    const redis = connectRedis({ url: server.url, cluster: true });
    ends.push(redis.close);
    await until(() => redis.health.up);
    const lanes = openLanes(redis, { shards: 3 });
    const expected = Array.from({ length: 12 }, testLane);
    lanes.waker.wake(expected);
    await until(() => lanes.ran.length === expected.length);
  });
});
