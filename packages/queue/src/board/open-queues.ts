import { Queue } from 'bullmq';
import type { RedisLink } from '../connection/connect-redis.ts';
import { jobQueueName, jobQueuePrefix } from '../jobs/define-job.ts';
import { laneQueueName, laneQueuePrefix, readyLanesKey } from '../lanes/lane-queue.ts';

export interface OpenQueuesInput {
  /** The queues of jobs, as `Job.queue` names them. */
  jobQueues: readonly string[];
  prefix?: string;
  /** As the lanes are waked with. Default 1. */
  shards?: number;
}

/** A queue to be looked at, and what people call it. */
export interface NamedQueue {
  /** Tells it from others, whose BullMQ names are the same. */
  id: string;
  name: string;
  queue: Queue;
  /** Lanes only: the sorted set of those that wait for a worker, while in the queue wakes wait for their time. */
  readyKey: string | null;
}

/** Every queue in Redis, to be looked at: the wakes of lanes and the jobs. Nothing waits for Redis here. */
export const openQueues = (redis: RedisLink, input: OpenQueuesInput): NamedQueue[] => {
  const { prefix = 'tandem', shards = 1 } = input;
  const lanes = Array.from({ length: shards }, (_, shard) => ({
    id: `lanes-${shard}`,
    name: shards === 1 ? 'lane wakes' : `lane wakes ${shard}`,
    queue: openQueue(redis, { queue: laneQueueName, prefix: laneQueuePrefix(prefix, shard) }),
    readyKey: readyLanesKey(prefix, shard),
  }));
  const jobs = [...new Set(input.jobQueues)].map((name) => ({
    id: name,
    name: `jobs: ${name}`,
    queue: openQueue(redis, { queue: jobQueueName, prefix: jobQueuePrefix(prefix, name) }),
    readyKey: null,
  }));
  return [...lanes, ...jobs];
};

/** Without BullMQ's checks on opening: they would wait for Redis, and fail for good when it is away. */
export const openQueue = (redis: RedisLink, { queue, prefix }: { queue: string; prefix: string }): Queue => {
  const opened = new Queue(queue, {
    connection: redis.hot,
    prefix,
    skipVersionCheck: true,
    skipWaitingForReady: true,
    streams: { events: { maxLen: 100 } },
  });
  opened.on('error', () => {});
  return opened;
};
