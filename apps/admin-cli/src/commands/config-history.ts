import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { AdminClient } from '../client.ts';
import { cell, type Output, printJson, printList, printNote, printOne } from '../print.ts';
import { example, pageOptions, readPage, wholeNumber } from './options.ts';

const columns = ['version', 'createdAt', 'actor', 'changed'];

/** What `tandem config` does with versions. */
export function addConfigHistory(group: Command, { client, output }: Cli): void {
  pageOptions(group.command('history'))
    .description('list the versions, the newest first, with what each changed')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example('tandem config history acme'))
    .action(async (tenantId: string, page) => {
      const answer = await client().config.history.query({ tenantId, ...readPage(page) });
      printList(output, { answer, rows: answer.versions, columns });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  group
    .command('diff')
    .description('compare two versions; the second is the current one when left out')
    .argument('<tenant>', 'its id or slug')
    .argument('<from>', 'the version to compare', wholeNumber)
    .argument('[to]', 'the version to compare it with', wholeNumber)
    .addHelpText('after', example('tandem config diff acme 3'))
    .action(async (tenantId: string, from: number, to: number | undefined) => {
      const versions = { from, ...(to !== undefined && { to }) };
      printDiff(output, await client().config.diff.query({ tenantId, ...versions }));
    });

  group
    .command('rollback')
    .description('make a new version with the settings and the knowledge base of an earlier one')
    .argument('<tenant>', 'its id or slug')
    .argument('<version>', 'the version to go back to', wholeNumber)
    .option('--keep-knowledge', 'leave the knowledge base as it is')
    .option('--if-version <n>', 'only if this is still the version', wholeNumber)
    .addHelpText('after', example('tandem config rollback acme 3'))
    .action(
      async (tenantId: string, version: number, options: { keepKnowledge?: true; ifVersion?: number }) => {
        const answer = await client().config.rollback.mutate({
          tenantId,
          version,
          knowledge: options.keepKnowledge ? 'keep' : 'restore',
          ...(options.ifVersion !== undefined && { expectedVersion: options.ifVersion }),
        });
        const entries = `${answer.knowledgeBase.length} entries`;
        const fields = { version: answer.version, restoredFrom: version, knowledgeBase: entries };
        printOne(output, { answer, fields });
      },
    );
}

type Diff = Awaited<ReturnType<AdminClient['config']['diff']['query']>>;

function printDiff(output: Output, diff: Diff): void {
  if (output.json) {
    printJson(output, diff);
    return;
  }
  const { config, knowledge } = diff;
  const line = (text: string) => output.write(`${text}\n`);
  line(`version ${diff.from} → ${diff.to}`);
  for (const { field, before, after } of config) {
    if (before != null) line(`- ${field}: ${cell(JSON.stringify(before))}`);
    if (after != null) line(`+ ${field}: ${cell(JSON.stringify(after))}`);
  }
  if (knowledge === null) {
    line('knowledge base: one of the two is not kept any more');
    return;
  }
  const { added, removed, changed, entries, leftOut } = knowledge;
  line(`knowledge base: ${added} added, ${removed} removed, ${changed} changed`);
  for (const { change, question } of entries) line(`${marks[change]} ${cell(question)}`);
  if (leftOut > 0) line(`and ${leftOut} more`);
}

const marks = { added: '+', removed: '-', changed: '~' } as const;
