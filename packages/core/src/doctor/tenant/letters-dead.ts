import { defineCheck, type Opinion, ok, warn } from '../check.ts';
import type { Chart } from './chart.ts';
import { readWork } from './read-work.ts';

const subject = 'dead letters';

export const lettersDead = defineCheck({
  name: 'letters.dead',
  means: 'Messages that could not be carried in the last day: the bot or the customer did not get them.',
  cure: '`tandem dead list`, and `tandem why` for each.',
  gather: async (chart: Chart) => (await readWork(chart)).dead,
  judge: (dead: number): Opinion => {
    if (dead === 0) return ok(subject, 'There was none in the last 24 hours.');
    const cure =
      'tandem dead list <tenant> names them, tandem why <tenant> <message> tells the cause of each.';
    return warn(
      subject,
      `${dead} ${dead === 1 ? 'message' : 'messages'} could not be carried in the last 24 hours.`,
      cure,
    );
  },
});
