import { Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { printList, printNote, printOne } from '../print.ts';
import { example, type PageOptions, pageOptions, readPage } from './options.ts';

type Owner = 'bot' | 'human';

const columns = [
  'id',
  'conversationId',
  'owner',
  'ownerReason',
  'ownerActor',
  'ownerSince',
  'lastActivityAt',
];
const ids = 'acme 01997d30-0000-7000-8000-000000000003';

export function sessionCommands({ client, output }: Cli): Command {
  const group = new Command('sessions')
    .description('conversations of a tenant and who owns them')
    .addHelpText('after', example('tandem sessions list acme'));

  pageOptions(group.command('list'))
    .description('list sessions, the latest activity first')
    .argument('<tenant>', 'its id or slug')
    .addOption(new Option('--owner <owner>', 'only those of one owner').choices(['bot', 'human']))
    .addHelpText('after', example('tandem sessions list acme --owner human'))
    .action(async (tenantId: string, options: PageOptions & { owner?: Owner }) => {
      const owner = options.owner === undefined ? {} : { owner: options.owner };
      const answer = await client().sessions.list.query({ tenantId, ...owner, ...readPage(options) });
      printList(output, { answer, rows: answer.sessions, columns });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  group
    .command('show')
    .description('show a session')
    .argument('<tenant>', 'its id or slug')
    .argument('<session>', 'its id')
    .addHelpText('after', example(`tandem sessions show ${ids}`))
    .action(async (tenantId: string, sessionId: string) => {
      const answer = await client().sessions.get.query({ tenantId, sessionId });
      printOne(output, { answer, fields: answer.session });
    });

  for (const verb of ['handoff', 'release'] as const) {
    group
      .command(verb)
      .description(
        verb === 'handoff'
          ? 'give a conversation to humans: the bot is silent from now on'
          : 'give a conversation back to the bot',
      )
      .argument('<tenant>', 'its id or slug')
      .argument('<session>', 'its id')
      .option('--reason <text>', 'why, for the trail')
      .addHelpText('after', example(`tandem sessions ${verb} ${ids} --reason "the customer asked for it"`))
      .action(async (tenantId: string, sessionId: string, { reason }: { reason?: string }) => {
        const why = reason === undefined ? {} : { reason };
        const answer = await client().sessions[verb].mutate({ tenantId, sessionId, ...why });
        printOne(output, { answer, fields: answer.session });
      });
  }

  return group;
}
