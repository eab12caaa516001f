import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';
import { sinceMs, spanOf } from '../span-of.ts';
import type { Chart } from './chart.ts';
import { readWork } from './read-work.ts';

interface Facts {
  oldestDueAt: Date | null;
  oldestUnendedAt: Date | null;
  turnDeadlineMs: number;
  now: Date;
}

const subject = 'conversations';
const warnMs = 60_000;
const brokenMs = 600_000;
/** Beyond the deadline of a turn: replies may wait for budgets, and outcomes for the echo. */
const unendedMs = 900_000;

export const tenantLanes = defineCheck({
  name: 'tenant.lanes',
  means:
    'How long the oldest due conversation, and the oldest message without an end, have waited: paced, delayed and put off ones count, too.',
  cure: 'Look at the workers (`tandem doctor`), then at the message (`tandem why`).',
  gather: async (chart: Chart): Promise<Facts> => ({
    ...(await readWork(chart)),
    turnDeadlineMs: chart.config.turnDeadlineMs,
    now: chart.context.now(),
  }),
  judge: ({ oldestDueAt, oldestUnendedAt, turnDeadlineMs, now }: Facts): Opinion => {
    const dueMs = sinceMs(oldestDueAt, now);
    const message = `The oldest that is due has waited for ${spanOf(dueMs)}.`;
    const cure = 'Look whether workers run (tandem doctor), and at what they log.';
    if (dueMs > brokenMs) return broken(subject, message, cure);
    if (dueMs > warnMs) return warn(subject, message, cure);
    const unended = sinceMs(oldestUnendedAt, now);
    if (unended > turnDeadlineMs + unendedMs) {
      const words = `A message of ${oldestUnendedAt?.toISOString()} has no end yet.`;
      return warn(subject, words, 'tandem why <tenant> <message> tells what it waits for.');
    }
    return ok(subject, 'Nothing waits.');
  },
});
