import { randomUUID } from 'node:crypto';
import type { Queue } from 'bullmq';
import { openQueue } from '../board/open-queues.ts';
import type { RedisLink } from '../connection/connect-redis.ts';
import { type Job, jobQueueName, jobQueuePrefix } from './define-job.ts';

export interface Enqueuer {
  /**
   * Puts the job into its queue, `delayMs` from now. `unavailable`: Redis is away or failed, nothing is queued,
   * and what must happen all the same is found in MySQL later. Throws a ZodError on a wrong payload, else never.
   */
  enqueue<Payload>(
    job: Pick<Job<never, Payload>, 'name' | 'queue' | 'attemptsMax' | 'dedupe' | 'encode'>,
    payload: Payload,
    options?: { delayMs?: number },
  ): Promise<'queued' | 'unavailable'>;
}

export interface EnqueuerOptions {
  /** Begins every key. Default `tandem`. */
  prefix?: string;
}

export const createEnqueuer = (redis: RedisLink, options: EnqueuerOptions = {}): Enqueuer => {
  const { prefix = 'tandem' } = options;
  const queues = new Map<string, Queue>();
  const queueOf = (name: string): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const queue = openQueue(redis, { queue: jobQueueName, prefix: jobQueuePrefix(prefix, name) });
    queues.set(name, queue);
    return queue;
  };

  return {
    enqueue: async (job, payload, { delayMs = 0 } = {}) => {
      const data = job.encode(payload);
      if (!redis.health.up) return 'unavailable';
      const dedupeId = job.dedupe?.(data);
      try {
        await queueOf(job.queue).add(job.name, data, {
          jobId: `${job.name}.${randomUUID()}`,
          attempts: job.attemptsMax,
          backoff: { type: 'exponential', delay: 1000, jitter: 0.5 },
          removeOnComplete: true,
          removeOnFail: true,
          ...(delayMs > 0 ? { delay: delayMs } : {}),
          ...(dedupeId === undefined
            ? {}
            : { deduplication: { id: `${job.name}.${dedupeId}`, keepLastIfActive: true } }),
        });
        return 'queued';
      } catch {
        return 'unavailable';
      }
    },
  };
};
