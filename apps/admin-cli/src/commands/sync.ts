import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { followEvents } from '../follow-events.ts';
import { type Output, printList, printNote, printOne } from '../print.ts';
import { darkScreen } from '../progress/screen.ts';
import { showBar } from '../progress/show-bar.ts';
import { ImpliedTenantArgument } from '../tenant/tenant-argument.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';
import { syncAll } from './sync-all.ts';

export function syncCommands(cli: Cli): Command {
  const { client, output } = cli;
  const group = new Command('sync')
    .description('pushing configuration and knowledge to Botpress')
    .addHelpText('after', example('tandem sync run acme --wait'));

  group
    .command('run')
    .description('start a run')
    .addArgument(new ImpliedTenantArgument())
    .option('--all', 'for every tenant whose bot may not hold what it should')
    .option('--deep', 'with --all: also for those that are known to be in place, so that drift is found')
    .option('--restart', 'with --all: from the first tenant, also where an interrupted command left off')
    .option('--wait', 'until it has ended; exits with 1 when it failed')
    .addHelpText('after', example('tandem sync run acme --wait', 'tandem sync run --all --wait'))
    .action(async (tenantId: string | undefined, options: RunOptions) => {
      const { all = false, deep = false, restart = false } = options;
      if (all === (tenantId !== undefined)) throw new UsageError('Name one tenant, or --all.');
      if (deep && !all) throw new UsageError('--deep goes with --all: a run of one tenant always looks.');
      if (restart && !all) throw new UsageError('--restart goes with --all.');
      if (tenantId === undefined)
        return await syncAll(cli, { deep, isFresh: restart, wait: options.wait === true });
      const started = await client().config.sync.mutate({ tenantId });
      const { id } = started.syncRun;
      if (options.wait) return await follow(cli, { tenantId, syncRunId: id });
      printOne(output, { answer: started, fields: started.syncRun });
      printNote(output, `Follow it: tandem sync status ${tenantId} ${id}`);
    });

  group
    .command('status')
    .description('show how far a run is and what became of each entry')
    .argument('<tenant>', 'its id or slug')
    .argument('<run>', 'its id')
    .addHelpText('after', example('tandem sync status acme 01997d31-0000-7000-8000-000000000004'))
    .action(async (tenantId: string, syncRunId: string) =>
      print(output, await client().syncRuns.get.query({ tenantId, syncRunId })),
    );

  return group;
}

type RunOptions = { all?: boolean; deep?: boolean; restart?: boolean; wait?: boolean };

async function follow(cli: Cli, input: { tenantId: string; syncRunId: string }): Promise<void> {
  const { output, screen } = cli;
  const client = cli.client();
  const bar = showBar(output.json && !screen.isTTY ? darkScreen : screen);
  cli.onInterrupt(
    `The run goes on at the server; see how far it is: tandem sync status ${input.tenantId} ${input.syncRunId}`,
  );
  await followEvents(
    (handlers) => client.syncRuns.watch.subscribe(input, handlers),
    ({ data }: { data: Progress }) => {
      const { status, total, done, failed } = data;
      bar.show({ done: done + failed, total: total === 0 ? null : total, note: status });
    },
  );
  bar.end();
  const answer = await client.syncRuns.get.query(input);
  print(output, answer);
  if (answer.syncRun.status !== 'succeeded') process.exitCode = 1;
}

type Progress = { status: string; total: number; done: number; failed: number };
type Run = Progress & { id: string; entries: readonly object[] };

function print(output: Output, answer: { syncRun: Run }): void {
  const { entries, ...fields } = answer.syncRun;
  printOne(output, { answer, fields });
  if (output.json || entries.length === 0) return;
  output.write('\n');
  printList(output, {
    answer,
    rows: entries.map((entry) => ({ ...entry })),
    columns: ['key', 'outcome', 'reason'],
  });
}
