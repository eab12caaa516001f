import { Command } from 'commander';
import pico from 'picocolors';
import { printJson, printList } from '../print.ts';
import type { Cli } from '../program.ts';
import { example } from './options.ts';

export function queuesCommand({ client, output }: Cli): Command {
  return new Command('queues')
    .description('show what waits, why and for how long: the lanes of MySQL, and the queues of Redis')
    .addHelpText('after', example('tandem queues', 'tandem queues --json'))
    .action(async () => {
      const answer = await client().queues.list.query({});
      if (output.json) return printJson(output, answer);
      const { lanes, queues, redis } = answer;
      const heading = (text: string) => output.write(`${pico.bold(text)}\n`);
      heading(`Lanes, where the work is${lanes.isCut ? ' (more than are counted)' : ''}`);
      printList(output, {
        answer,
        columns: ['direction', 'lanes', 'due', 'held', 'oldestDue'],
        rows: lanes.directions.map((one) => ({ ...one, oldestDue: age(one.oldestDueS) })),
      });
      heading(`\nWhat they wait for, of the ${lanes.looked} that are due first`);
      printList(output, {
        answer,
        columns: ['direction', 'state', 'lanes', 'oldest'],
        rows: lanes.directions.flatMap(({ direction, states }) =>
          states
            .filter((one) => one.lanes > 0)
            .map((one) => ({ ...one, direction, oldest: age(one.oldestS) })),
        ),
      });
      if (redis === 'away') {
        output.write('\nRedis is away: nothing is lost, workers find their work in MySQL.\n');
        return;
      }
      heading('\nQueues of Redis, which wake workers');
      printList(output, {
        answer,
        columns: ['name', 'workers', 'waiting', 'active', 'delayed', 'failed', 'oldest'],
        rows: queues.map((one) => ({ ...one, oldest: age(one.oldestWaitingS) })),
      });
    });
}

/** Seconds as people say them. */
function age(seconds: number | null): string {
  if (seconds === null) return '-';
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
