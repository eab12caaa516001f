import type { QueuesView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { viewLanes } from './view-lanes.ts';

/** The queues of Redis, which only wake, and the lanes of MySQL, where the work is. Redis away is an answer, no failure. */
export async function listQueues(context: AdminContext): Promise<QueuesView> {
  const [queues, lanes] = await Promise.all([context.viewQueues(), viewLanes(context)]);
  return { redis: queues === null ? 'away' : 'up', queues: queues ?? [], lanes };
}
