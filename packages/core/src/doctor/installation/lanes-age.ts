import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';
import { sinceMs, spanOf } from '../span-of.ts';

interface Facts {
  waiting: Date | null;
  held: Date | null;
  now: Date;
}

const subject = 'lanes';
const warnMs = 15_000;
const brokenMs = 120_000;
/** A worker that holds a lane waits for an upstream; a turn may take minutes. */
const heldWarnMs = 900_000;

export const lanesAge = defineCheck({
  name: 'lanes.age',
  means:
    'How long the oldest due conversation of all has waited for a worker, or has been held by one: more than seconds is an outage in the making.',
  cure: 'Start more workers, or look at what they log.',
  gather: async ({ database, now }: AdminContext): Promise<Facts> => {
    const at = now();
    return { ...(await database.platform.dueWork.oldest(at)), now: at };
  },
  judge: ({ waiting, held, now }: Facts): Opinion => {
    const waitingMs = sinceMs(waiting, now);
    const heldMs = sinceMs(held, now);
    const cure = 'Start more workers (npm run serve:worker) and look at the log of those that run.';
    const message = `The oldest due conversation has waited ${spanOf(waitingMs)} for a worker.`;
    if (waitingMs > brokenMs) return broken(subject, message, cure);
    if (waitingMs > warnMs) return warn(subject, message, cure);
    if (heldMs > heldWarnMs) {
      const words = `A worker has been at one conversation for ${spanOf(heldMs)}.`;
      return warn(subject, words, 'Look at the log of the workers: an upstream may hang.');
    }
    return ok(subject, 'Nothing due waits for a worker.');
  },
});
