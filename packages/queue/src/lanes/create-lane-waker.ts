import { type Clock, systemClock } from '@tandem/runtime';
import type { LaneKey } from '@tandem/schemas';
import type { RedisLink } from '../connection/connect-redis.ts';
import { runScript } from '../connection/run-script.ts';
import { holdForLater } from './hold-for-later.ts';
import { type LaneQueueOptions, laneId, laneQueuePrefix, laneShard, readyLanesKey } from './lane-queue.ts';
import { makeReady } from './ready-lanes.ts';
import { sendInBatches } from './send-in-batches.ts';
import { addTimedWakesCommand, type TimedWake, timedWakeId } from './timed-wakes.ts';

/**
 * Tells workers that lanes have something to do. Best effort: every call returns at once, never throws, and is
 * forgotten when Redis is away, as the truth is in MySQL and a sweep finds it.
 */
export interface LaneWaker {
  /** Wakes lanes now. One that waits already is left; one being worked on is run once more afterwards. */
  wake(lanes: readonly LaneKey[]): void;
  /** Wakes a lane at a time (our clock). It never swallows an immediate wake. */
  wakeAt(lane: LaneKey, at: Date): void;
  /** Resolves when all that was asked for so far has been sent, held for its time, or given up. */
  flushed(): Promise<void>;
  /** Wakes at once what is held, as whoever looks too early wakes the lane again for its time; to be called when nothing wakes. */
  close(): Promise<void>;
}

export interface LaneWakerOptions extends LaneQueueOptions {
  clock?: Clock;
}

/** Until then a wake is held in memory, at a tenth of what a job of BullMQ costs; a killed process leaves it to the sweep. */
const heldMaxMs = 1_000;

export const createLaneWaker = (redis: RedisLink, options: LaneWakerOptions = {}): LaneWaker => {
  const { prefix = 'tandem', shards = 1, clock = systemClock } = options;
  const parts = Array.from({ length: shards }, (_, shard) => openShard(redis, { prefix, shard }));
  const partOf = (lane: LaneKey) => (redis.health.up ? parts[laneShard(lane, shards)] : undefined);

  const wake = (lane: LaneKey): void => {
    const id = laneId(lane);
    partOf(lane)?.ready.add(id, id);
  };
  const held = holdForLater(wake);
  const flushed = async (): Promise<void> => {
    await Promise.all(parts.flatMap(({ ready, timed }) => [ready.flushed(), timed.flushed()]));
  };
  return {
    wake: (lanes) => {
      for (const lane of lanes) wake(lane);
    },
    wakeAt: (lane, at) => {
      const part = partOf(lane);
      if (!part) return;
      const atMs = at.getTime();
      const delayMs = atMs - clock.now().getTime();
      const id = timedWakeId({ lane, atMs });
      if (delayMs <= 0) wake(lane);
      else if (delayMs <= heldMaxMs) held.add(id, lane, delayMs);
      else part.timed.add(id, { lane, atMs, delayMs });
    },
    flushed,
    close: async () => {
      held.letGo();
      await flushed();
    },
  };
};

const openShard = (redis: RedisLink, { prefix, shard }: { prefix: string; shard: number }) => ({
  ready: sendInBatches<string>((ids) => makeReady(redis, { key: readyLanesKey(prefix, shard), ids })),
  timed: sendInBatches<TimedWake>((wakes) =>
    runScript(redis.hot, addTimedWakesCommand(laneQueuePrefix(prefix, shard), wakes)),
  ),
});
