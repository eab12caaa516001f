import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { NamedQueue } from './open-queues.ts';

/**
 * The queues as Bull Board takes them, to be looked at alone: what waits in Redis only wakes, so pausing or emptying a queue
 * there would change nothing of the work, and say otherwise (docs/queues.md).
 */
export const boardAdapters = (queues: readonly NamedQueue[]): BullMQAdapter[] =>
  queues.map(
    ({ id, name, queue }) =>
      new BullMQAdapter(queue, {
        prefix: `${id}.`,
        readOnlyMode: true,
        allowRetries: false,
        displayName: name,
      }),
  );
