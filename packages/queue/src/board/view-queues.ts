import type { RedisLink } from '../connection/connect-redis.ts';
import { viewReady } from '../lanes/ready-lanes.ts';
import type { NamedQueue } from './open-queues.ts';

/** How one queue stands. Ages in s. */
export interface QueueStanding {
  name: string;
  paused: boolean;
  workers: number;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
  oldestWaitingS: number | null;
}

/** How the queues stand; null while Redis is away. Never rejects. */
export const viewQueues = async (
  redis: RedisLink,
  input: { queues: readonly NamedQueue[]; nowMs: () => number },
): Promise<QueueStanding[] | null> => {
  if (!redis.health.up) return null;
  try {
    return await Promise.all(input.queues.map((queue) => view(redis, queue, input.nowMs())));
  } catch {
    return null;
  }
};

const view = async (
  redis: RedisLink,
  { name, queue, readyKey }: NamedQueue,
  nowMs: number,
): Promise<QueueStanding> => {
  const [paused, workers, counts, [oldest], ready] = await Promise.all([
    queue.isPaused(),
    queue.getWorkersCount(),
    queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
    queue.getWaiting(0, 0),
    readyKey === null ? nothingReady : viewReady(redis, readyKey),
  ]);
  const of = (state: string) => counts[state] ?? 0;
  const sinceMs = [oldest?.timestamp, ready.sinceMs].filter((at) => typeof at === 'number');
  return {
    name,
    paused,
    workers,
    waiting: of('waiting') + ready.count,
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
    oldestWaitingS: sinceMs.length === 0 ? null : Math.max(0, (nowMs - Math.min(...sinceMs)) / 1_000),
  };
};

const nothingReady = { count: 0, sinceMs: null };
