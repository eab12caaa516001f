import { Command } from 'commander';
import type { AdminClient } from '../client.ts';
import { followEvents } from '../follow-events.ts';
import { type Output, printList, printNote, printOne } from '../print.ts';
import type { Cli } from '../program.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';
import { syncAll } from './sync-all.ts';

const tenant = '01997d2e-0000-7000-8000-000000000001';

export function syncCommands({ client, output }: Cli): Command {
  const group = new Command('sync')
    .description('pushing configuration and knowledge to Botpress')
    .addHelpText('after', example('tandem sync run 01997d2e-0000-7000-8000-000000000001 --wait'));

  group
    .command('run')
    .description('start a run')
    .argument('[tenant]', 'its id')
    .option('--all', 'for every tenant whose bot may not hold what it should')
    .option('--deep', 'with --all: also for those that are known to be in place, so that drift is found')
    .option('--wait', 'until it has ended; exits with 1 when it failed')
    .addHelpText('after', example(`tandem sync run ${tenant} --wait`, 'tandem sync run --all --wait'))
    .action(async (tenantId: string | undefined, options: RunOptions) => {
      const { all = false, deep = false } = options;
      if (all === (tenantId !== undefined)) throw new UsageError('Name one tenant, or --all.');
      if (deep && !all) throw new UsageError('--deep goes with --all: a run of one tenant always looks.');
      if (tenantId === undefined)
        return await syncAll(client(), output, { deep, wait: options.wait === true });
      const started = await client().config.sync.mutate({ tenantId });
      if (options.wait) return await follow(client(), output, { tenantId, syncRunId: started.syncRun.id });
      printOne(output, { answer: started, fields: started.syncRun });
      printNote(output, `Follow it: tandem sync status ${tenantId} ${started.syncRun.id}`);
    });

  group
    .command('status')
    .description('show how far a run is and what became of each entry')
    .argument('<tenant>', 'its id')
    .argument('<run>', 'its id')
    .addHelpText('after', example(`tandem sync status ${tenant} 01997d31-0000-7000-8000-000000000004`))
    .action(async (tenantId: string, syncRunId: string) =>
      print(output, await client().syncRuns.get.query({ tenantId, syncRunId })),
    );

  return group;
}

type RunOptions = { all?: boolean; deep?: boolean; wait?: boolean };

async function follow(
  client: AdminClient,
  output: Output,
  input: { tenantId: string; syncRunId: string },
): Promise<void> {
  let shown = '';
  await followEvents(
    (handlers) => client.syncRuns.watch.subscribe(input, handlers),
    ({ data }: { data: Progress }) => {
      const { status, total, done, failed } = data;
      const line = total === 0 ? status : `${status}  ${done + failed}/${total}`;
      if (isUnderWay(status) && line !== shown) printNote(output, line);
      shown = line;
    },
  );
  const answer = await client.syncRuns.get.query(input);
  print(output, answer);
  if (answer.syncRun.status !== 'succeeded') process.exitCode = 1;
}

const isUnderWay = (status: string): boolean => status === 'queued' || status === 'running';

type Progress = { status: string; total: number; done: number; failed: number };
type Run = Progress & { id: string; entries: readonly object[] };

function print(output: Output, answer: { syncRun: Run }): void {
  const { entries, ...fields } = answer.syncRun;
  printOne(output, { answer, fields });
  if (output.json) return;
  printNote(output, '');
  printList(output, {
    answer,
    rows: entries.map((entry) => ({ ...entry })),
    columns: ['key', 'outcome', 'reason'],
  });
}
