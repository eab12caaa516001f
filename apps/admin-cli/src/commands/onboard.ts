import { setTimeout as sleep } from 'node:timers/promises';
import type { OnboardingView } from '@tandem/schemas/admin';
import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { CommandFailed } from '../command-failed.ts';
import { connectApi } from '../onboarding/connect-api.ts';
import { createHostGate } from '../onboarding/create-host-gate.ts';
import { onboardRow, type RowContext } from '../onboarding/onboard-row.ts';
import { onboardRows } from '../onboarding/onboard-rows.ts';
import { type OnboardingRow, readOne, readRows } from '../onboarding/read-rows.ts';
import { showProgress } from '../onboarding/show-progress.ts';
import { clockTime } from '../output/local-time.ts';
import { cell, type Output, printJson, printList, printNote } from '../print.ts';
import { readJson, readText } from '../read-json.ts';
import { ImpliedTenantArgument } from '../tenant/tenant-argument.ts';
import { UsageError } from '../usage-error.ts';
import { example, wholeNumber } from './options.ts';

interface Options {
  csv?: string;
  concurrency: number;
  perMinute: number;
}

const clock = { now: Date.now, wait: (delayMs: number) => sleep(delayMs) };

export function onboardCommand(cli: Cli): Command {
  return new Command('onboard')
    .description('set tenants up in Chatwoot and Botpress from end to end; repeat it at will')
    .addArgument(new ImpliedTenantArgument())
    .argument(
      '[file]',
      'a JSON object {chatwoot, botpress?}; - reads standard input. Without: the last report',
    )
    .option('--csv <file>', 'many tenants, a line each; goes on where an earlier run was interrupted')
    .option('--concurrency <n>', 'how many tenants at once', wholeNumber, 4)
    .option(
      '--per-minute <n>',
      'requests to one Chatwoot host, half of what it allows; 0: no bound',
      wholeNumber,
      1_500,
    )
    .addHelpText(
      'after',
      example(
        'tandem onboard acme onboarding.json',
        '  {"chatwoot": {"baseUrl": "https://chat.example.com", "accountId": 1, "adminToken": "…", "inboxName": "Website"},',
        '   "botpress": {"token": "bp_pat_…", "workspaceId": "wkspace_…"}}',
        'tandem onboard --csv tenants.csv --concurrency 8',
        '  slug,name,chatwoot_base_url,chatwoot_account_id,chatwoot_admin_token,chatwoot_inbox_name',
        '  acme,Acme Inc,https://chat.example.com,1,…,Website',
      ),
    )
    .action(async (tenantId: string | undefined, file: string | undefined, options: Options) => {
      if (options.csv !== undefined) {
        if (tenantId !== undefined) throw new UsageError('Give a tenant or --csv, not both.');
        return await runMany(cli, options.csv, options);
      }
      if (tenantId === undefined) throw new UsageError('Give a tenant and a file, or --csv <file>.');
      if (file === undefined) return await showLast(cli, tenantId);
      return await runOne(cli, readOne(tenantId, await readJson(file)), options);
    });
}

async function runMany(cli: Cli, name: string, { concurrency, perMinute }: Options): Promise<void> {
  const { output } = cli;
  if (concurrency === 0) throw new UsageError('--concurrency must be at least 1.');
  const rows = readRows(await readText(name), name);
  const progress = showProgress(cli.screen, rows.length);
  cli.onInterrupt(
    'What is under way goes on at the server. The same command goes on where this one ended and makes nothing twice.',
  );
  const context = rowContext(cli, perMinute, (_row, why, untilMs) => progress.wait(why, untilMs));
  const results = await onboardRows(context, {
    rows,
    concurrency,
    onRow: (_row, result) => progress.row(result),
  });
  progress.end();
  const incomplete = results.filter(({ outcome }) => outcome === 'incomplete').length;
  const answer = { rows: results, complete: results.length - incomplete, incomplete };
  const columns = ['line', 'tenant', 'outcome', 'detail'];
  printList(output, { answer, rows: results.map((result) => ({ ...result })), columns });
  if (incomplete > 0) process.exitCode = 1;
}

async function runOne(cli: Cli, row: OnboardingRow, { perMinute }: Options): Promise<void> {
  const context = rowContext(cli, perMinute, (_row, why, untilMs) => {
    cli.screen.write(`waiting until ${clockTime(untilMs)}: ${cell(why)}\n`);
  });
  cli.onInterrupt('What is under way goes on at the server. The same command may be repeated at will.');
  const { onboarding, detail } = await onboardRow(context, row);
  if (onboarding === null) throw new CommandFailed(detail);
  print(cli.output, { onboarding });
  if (onboarding.outcome === 'incomplete') process.exitCode = 1;
}

async function showLast({ client, output }: Cli, tenantId: string): Promise<void> {
  const { onboarding } = await client().onboarding.get.query({ tenantId });
  if (onboarding !== null) return print(output, { onboarding });
  if (output.json) printJson(output, { onboarding });
  printNote(output, 'It has never been onboarded.');
}

function rowContext(cli: Cli, perMinute: number, onWait: RowContext['onWait']): RowContext {
  return {
    ...connectApi(cli.client(), cli.url()),
    clock,
    gate: createHostGate(clock, { perMinute }),
    onWait,
  };
}

function print(output: Output, answer: { onboarding: OnboardingView }): void {
  const { steps, advice, outcome } = answer.onboarding;
  printList(output, {
    answer,
    rows: steps.map((step) => ({ ...step })),
    columns: ['step', 'outcome', 'detail'],
  });
  for (const { message } of advice) printNote(output, `\nTo look at: ${message}`);
  printNote(output, `\n${outcome}`);
}
