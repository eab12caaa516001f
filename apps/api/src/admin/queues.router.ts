import { listQueues } from '@tandem/core/queues';
import { zListQueues, zQueuesAnswer } from '@tandem/schemas/admin';
import { platformProcedure, router } from './trpc.ts';

export const queuesRouter = router({
  list: platformProcedure
    .meta({
      summary: 'Show what waits: the queues of Redis, and the lanes with why and how long',
      rest: { methods: ['GET'], path: '/api/chatbot/queues', status: 200 },
    })
    .input(zListQueues)
    .output(zQueuesAnswer)
    .query(({ ctx }) => listQueues(ctx.verb)),
});
