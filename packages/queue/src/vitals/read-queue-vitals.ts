import { Queue } from 'bullmq';
import type { RedisLink } from '../connection/connect-redis.ts';
import { jobQueueName, jobQueuePrefix } from '../jobs/define-job.ts';
import { laneQueueName, laneQueuePrefix, readyLanesKey } from '../lanes/lane-queue.ts';

/** One queue as it stands. */
export interface QueueVitals {
  /** `lanes-0`, or `jobs-` and the name of a queue of jobs. */
  name: string;
  /** Somebody has paused it: workers take no jobs of it; lanes that are ready are taken all the same. */
  isPaused: boolean;
  /** Jobs, or lanes, ready to be taken. */
  waiting: number;
}

/** Looks at the queue of wakes and at those of jobs. Rejects when Redis is away. */
export const readQueueVitals = async (
  redis: RedisLink,
  input: { jobQueues: readonly string[]; prefix?: string },
): Promise<QueueVitals[]> => {
  const { prefix = 'tandem', jobQueues } = input;
  if (!redis.health.up) throw new Error('Redis is away');
  const places = [
    {
      label: 'lanes-0',
      name: laneQueueName,
      keys: laneQueuePrefix(prefix, 0),
      readyKey: readyLanesKey(prefix, 0),
    },
    ...jobQueues.map((one) => ({
      label: `jobs-${one}`,
      name: jobQueueName,
      keys: jobQueuePrefix(prefix, one),
      readyKey: null,
    })),
  ];
  return await Promise.all(
    places.map(async ({ label, name, keys, readyKey }) => {
      const queue = new Queue(name, {
        connection: redis.hot,
        prefix: keys,
        skipVersionCheck: true,
        skipWaitingForReady: true,
        skipMetasUpdate: true,
      });
      queue.on('error', () => {});
      const [isPaused, jobs, lanes] = await Promise.all([
        queue.isPaused(),
        queue.getWaitingCount(),
        readyKey === null ? 0 : redis.hot.zcard(readyKey),
      ]);
      return { name: label, isPaused, waiting: jobs + lanes };
    }),
  );
};
