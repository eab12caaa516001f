import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, defineCheck, type Opinion, ok } from '../check.ts';

interface Facts {
  /** When a worker last said that it is at work. */
  lastAt: Date | null;
  now: Date;
}

const subject = 'workers';
/** Three beats that did not come. */
const silentMs = 30_000;

export const workersAlive = defineCheck({
  name: 'workers.alive',
  means: 'Without a worker webhooks are accepted and nobody is answered.',
  cure: 'Start one: `npm run serve:worker`.',
  gather: async ({ database, now }: AdminContext): Promise<Facts> => ({
    lastAt: await database.platform.heartbeats.last('worker'),
    now: now(),
  }),
  judge: ({ lastAt, now }: Facts): Opinion => {
    const cure = 'Start one: npm run serve:worker, with the DATABASE_URL of this api.';
    if (lastAt === null)
      return broken(subject, 'None has ever run on this database: nobody is answered.', cure);
    const agoMs = now.getTime() - lastAt.getTime();
    if (agoMs <= silentMs) return ok(subject, 'At least one is at work.');
    const since = lastAt.toISOString();
    return broken(subject, `None has been heard of since ${since}: nobody is answered.`, cure);
  },
});
