import { Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { cell, printJson, printList, printNote, printOne } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { example, type PageOptions, pageOptions, readPage, wholeNumber } from './options.ts';

type Direction = 'to-engine' | 'to-channel';

interface Filter {
  direction?: Direction;
  reason?: string;
  since?: string;
}

interface Bulk extends Filter {
  all?: boolean;
  limit: number;
  yes?: boolean;
}

const tenant = 'acme';
const ids = `${tenant} 01997d31-0000-7000-8000-000000000004`;
const columns = ['id', 'direction', 'conversationId', 'kind', 'words', 'diedAt'];

const filterOptions = (command: Command) =>
  command
    .addOption(
      new Option('--direction <direction>', 'messages to the bot, or to the channel').choices([
        'to-engine',
        'to-channel',
      ]),
    )
    .option('--reason <text>', 'only those whose reason begins so')
    .option('--since <moment>', 'only those that died since, such as 2026-03-01T09:00:00Z');

const filterOf = ({ direction, reason, since }: Filter): Filter => ({
  ...(direction !== undefined && { direction }),
  ...(reason !== undefined && { reason }),
  ...(since !== undefined && { since }),
});

const bulkOptions = (command: Command) =>
  filterOptions(command)
    .option('--all', 'all that the filter finds, the oldest first, in place of one')
    .option('--limit <n>', 'with --all: how many at most, up to 500', wholeNumber, 100)
    .option('--yes', 'with --all: do it; left out, they are only counted');

export function deadCommands({ client, output }: Cli): Command {
  const group = new Command('dead')
    .description('messages that could not be carried')
    .addHelpText('after', example(`tandem dead list ${tenant}`));

  filterOptions(pageOptions(group.command('list')))
    .description('list them, the newest first')
    .argument('[tenant]', 'its id or slug; left out, all tenants are counted by reason')
    .addHelpText('after', example(`tandem dead list ${tenant} --direction to-channel`))
    .action(async (tenantId: string | undefined, options: PageOptions & Filter) => {
      if (tenantId === undefined) {
        const answer = await client().deadLetters.counts.query({});
        return printList(output, { answer, rows: answer.counts, columns: ['direction', 'count', 'reason'] });
      }
      const asked = { tenantId, ...filterOf(options), ...readPage(options) };
      const answer = await client().deadLetters.list.query(asked);
      printList(output, { answer, rows: answer.deadLetters, columns });
      printNote(output, `${answer.total} in all`);
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  group
    .command('show')
    .description('show one with its trail, and what a replay would do')
    .argument('<tenant>', 'its id or slug')
    .argument('<message>', 'its id')
    .addHelpText('after', example(`tandem dead show ${ids}`))
    .action(async (tenantId: string, id: string) => {
      const answer = await client().deadLetters.get.query({ tenantId, id });
      if (output.json) return printJson(output, answer);
      const { trail, replay, ...fields } = answer.deadLetter;
      printOne(output, { answer, fields });
      for (const { at, kind, text } of trail.steps)
        output.write(`  ${cell(at)}  ${kind.padEnd(10)}  ${cell(text)}\n`);
      output.write(`${output.paint.bold('Replay')}  ${cell(replay.does)}\n`);
      for (const why of replay.blocked) output.write(`  cannot be: ${cell(why)}\n`);
      for (const why of replay.stale) output.write(`  stale, needs --force: ${cell(why)}\n`);
      if (replay.isInDoubt) output.write('  in doubt, needs --i-know-it-was-not-delivered\n');
    });

  bulkOptions(group.command('replay'))
    .description('queue one once more, or with --all many')
    .argument('<tenant>', 'its id or slug')
    .argument('[message]', 'its id; left out with --all')
    .option('--force', 'also when the conversation has moved on since')
    .option('--i-know-it-was-not-delivered', 'also when nobody recorded whether it was: you have looked')
    .addHelpText(
      'after',
      example(`tandem dead replay ${ids}`, `tandem dead replay ${tenant} --all --reason "no success" --yes`),
    )
    .action(
      async (
        tenantId: string,
        id: string | undefined,
        options: Bulk & { force?: boolean; iKnowItWasNotDelivered?: boolean },
      ) => {
        const { force = false, iKnowItWasNotDelivered = false } = options;
        if (one(id, options)) {
          const input = { tenantId, id, force, iKnowItWasNotDelivered };
          const answer = await client().deadLetters.replay.mutate(input);
          return printOne(output, {
            answer,
            fields: { ...answer.deadLetter, queued: answer.replayedIds.length },
          });
        }
        const { limit, yes = false } = options;
        const bulk = { tenantId, ...filterOf(options), limit, preview: !yes, force };
        show(await client().deadLetters.replayAll.mutate(bulk), 'replayed');
      },
    );

  bulkOptions(group.command('drop'))
    .description('give one up for good, or with --all many')
    .argument('<tenant>', 'its id or slug')
    .argument('[message]', 'its id; left out with --all')
    .option('--why <text>', 'why, for the trail')
    .addHelpText('after', example(`tandem dead drop ${ids} --why "called the customer"`))
    .action(async (tenantId: string, id: string | undefined, options: Bulk & { why?: string }) => {
      const why = options.why === undefined ? {} : { why: options.why };
      if (one(id, options)) {
        const answer = await client().deadLetters.drop.mutate({ tenantId, id, ...why });
        return printOne(output, { answer, fields: answer.deadLetter });
      }
      const { limit, yes = false } = options;
      const bulk = { tenantId, ...filterOf(options), limit, preview: !yes, ...why };
      show(await client().deadLetters.dropAll.mutate(bulk), 'dropped');
    });

  function show(
    answer: { preview: boolean; matched: number; done: number; refused: { why: string; count: number }[] },
    done: string,
  ): void {
    if (output.json) {
      printJson(output, answer);
      return;
    }
    const what = answer.preview ? `would be ${done}` : done;
    output.write(`${answer.done} of ${answer.matched} ${what}\n`);
    for (const { why, count } of answer.refused) output.write(`  ${count}: ${cell(why)}\n`);
    if (answer.preview) printNote(output, 'Nothing was changed: add --yes to do it.');
  }

  return group;
}

/** Whether one is meant, or all. */
function one(id: string | undefined, { all = false }: Bulk): id is string {
  if ((id === undefined) === all) return id !== undefined;
  throw new UsageError('Name one message, or use --all with a filter; see --help.');
}
