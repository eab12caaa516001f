import type { QueueVitals } from '@tandem/queue';
import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, CannotLook, defineCheck, type Opinion, ok } from '../check.ts';

export const queuesRunning = defineCheck({
  name: 'queues.running',
  means:
    'A queue that somebody paused stays so: syncs, and lanes to be waked at a time, wait in it until a sweep finds them.',
  cure: 'Resume it with what paused it: Tandem itself pauses none, and its board at /queues only shows.',
  gather: async ({ vitals }: AdminContext): Promise<QueueVitals[]> => {
    const { reached } = await vitals.redis();
    if (!reached) throw new CannotLook('Redis does not answer.');
    return await vitals.queues();
  },
  judge: (queues: QueueVitals[]): Opinion[] => {
    const paused = queues.filter(({ isPaused }) => isPaused);
    if (paused.length === 0) return [ok('queues', 'None is paused.')];
    return paused.map(({ name, waiting }) =>
      broken(`queue ${name}`, `It is paused, and ${waiting} wait in it.`, 'Resume it with what paused it.'),
    );
  },
});
