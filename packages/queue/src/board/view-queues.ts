import type { RedisLink } from '../connection/connect-redis.ts';
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
    return await Promise.all(input.queues.map((queue) => view(queue, input.nowMs)));
  } catch {
    return null;
  }
};

const view = async ({ name, queue }: NamedQueue, nowMs: () => number): Promise<QueueStanding> => {
  const [paused, workers, counts, [oldest]] = await Promise.all([
    queue.isPaused(),
    queue.getWorkersCount(),
    queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
    queue.getWaiting(0, 0),
  ]);
  const of = (state: string) => counts[state] ?? 0;
  return {
    name,
    paused,
    workers,
    waiting: of('waiting'),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
    oldestWaitingS: oldest ? Math.max(0, (nowMs() - oldest.timestamp) / 1_000) : null,
  };
};
