import { randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '@tandem/runtime';
import type { LaneKey } from '@tandem/schemas';
import type { RedisLink } from '../connection/connect-redis.ts';
import { runScript } from '../connection/run-script.ts';
import { type LaneQueueOptions, laneId, laneQueuePrefix, laneShard } from './lane-queue.ts';
import { type WakeJob, wakeCommand } from './wake-script.ts';

/**
 * Tells workers that lanes have something to do. Best effort: every call returns at once, never throws, and is
 * forgotten when Redis is away, as the truth is in MySQL and a sweep finds it.
 */
export interface LaneWaker {
  /** Wakes lanes now. One that waits already is left; one being worked on is run once more afterwards. */
  wake(lanes: readonly LaneKey[]): void;
  /** Wakes a lane at a time (our clock), under an id of its own: it never swallows an immediate wake. */
  wakeAt(lane: LaneKey, at: Date): void;
  /** For lanes found due in MySQL: passes by a wake that a killed worker left behind, at most one per lane. */
  sweep(lanes: readonly LaneKey[]): void;
  /** Resolves when all that was asked for so far has been sent or given up. */
  flushed(): Promise<void>;
}

export interface LaneWakerOptions extends LaneQueueOptions {
  clock?: Clock;
}

/** Sends of one shard are one at a time, so under load each carries all that came in meanwhile. */
const batchMax = 64;
const pendingMax = 20_000;

export const createLaneWaker = (redis: RedisLink, options: LaneWakerOptions = {}): LaneWaker => {
  const { prefix = 'tandem', shards = 1, clock = systemClock } = options;
  const queues = Array.from({ length: shards }, (_, shard) =>
    openShard(redis, laneQueuePrefix(prefix, shard)),
  );
  const nextJobId = jobIds();
  const add = (lane: LaneKey, key: string, job: () => WakeJob) => {
    if (redis.health.up) queues[laneShard(lane, shards)]?.add(key, job);
  };

  return {
    wake: (lanes) => {
      for (const lane of lanes) {
        const id = laneId(lane);
        add(lane, id, () => ({ id: nextJobId(), dedupeId: id, delayMs: 0, data: laneData(lane) }));
      }
    },
    wakeAt: (lane, at) => {
      const id = `at.${at.getTime()}.${laneId(lane)}`;
      const delayMs = Math.max(0, at.getTime() - clock.now().getTime());
      add(lane, id, () => ({ id, dedupeId: null, delayMs, data: laneData(lane) }));
    },
    sweep: (lanes) => {
      for (const lane of lanes) {
        const id = `sweep.${laneId(lane)}`;
        add(lane, id, () => ({ id, dedupeId: null, delayMs: 0, data: laneData(lane) }));
      }
    },
    flushed: async () => {
      await Promise.all(queues.map((queue) => queue.flushed()));
    },
  };
};

/** Job ids no other process uses, also after FLUSHALL has reset BullMQ's counter under running jobs. */
const jobIds = (): (() => string) => {
  const origin = randomBytes(6).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `wake.${origin}.${count.toString(36)}`;
  };
};

const laneData = ({ tenantId, connectionId, conversationId, direction }: LaneKey): string =>
  JSON.stringify({ tenantId, connectionId, conversationId, direction });

const openShard = (redis: RedisLink, queuePrefix: string) => {
  const pending = new Map<string, WakeJob>();
  let sending: Promise<void> | undefined;

  const sendAll = async () => {
    await new Promise(setImmediate);
    while (pending.size > 0) {
      const batch = takeFirst(pending, batchMax);
      if (!redis.health.up) continue;
      await runScript(redis.hot, wakeCommand(queuePrefix, batch)).catch(() => {});
    }
    sending = undefined;
  };
  return {
    add: (key: string, job: () => WakeJob) => {
      if (pending.has(key) || pending.size >= pendingMax) return;
      pending.set(key, job());
      sending ??= sendAll();
    },
    flushed: async () => {
      await sending;
    },
  };
};

const takeFirst = (pending: Map<string, WakeJob>, count: number): WakeJob[] => {
  const taken: WakeJob[] = [];
  for (const [key, job] of pending) {
    if (taken.length === count) break;
    pending.delete(key);
    taken.push(job);
  }
  return taken;
};
