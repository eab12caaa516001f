import { Command, InvalidArgumentError } from 'commander';
import type { Cli } from '../cli.ts';
import { followEvents } from '../follow-events.ts';
import { cell, printList, printNote, printOne } from '../print.ts';
import { example, type PageOptions, pageOptions, readPage } from './options.ts';
import { whyCommand } from './why.ts';

const columns = ['at', 'direction', 'conversationId', 'kind', 'state', 'text', 'id'];
const tenant = 'acme';

export function messageCommands(cli: Cli): Command {
  const { client, output } = cli;
  const group = new Command('messages')
    .description('what was said in the conversations of a tenant')
    .addHelpText('after', example(`tandem messages list ${tenant}`));

  pageOptions(group.command('list'))
    .description('list messages of both directions, the newest first')
    .argument('<tenant>', 'its id or slug')
    .option('--conversation <id>', "only those of one conversation, by Chatwoot's number", displayId)
    .option('--session <id>', 'only those of one session')
    .addHelpText('after', example(`tandem messages list ${tenant} --conversation 9876`))
    .action(async (tenantId: string, options: PageOptions & { conversation?: number; session?: string }) => {
      const { conversation: conversationId, session: sessionId } = options;
      const answer = await client().messages.list.query({
        tenantId,
        ...(conversationId !== undefined && { conversationId }),
        ...(sessionId !== undefined && { sessionId }),
        ...readPage(options),
      });
      printList(output, { answer, rows: answer.messages, columns });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  group
    .command('show')
    .description('show a message with its whole text')
    .argument('<tenant>', 'its id or slug')
    .argument('<message>', 'its id')
    .addHelpText('after', example(`tandem messages show ${tenant} 01997d31-0000-7000-8000-000000000004`))
    .action(async (tenantId: string, messageId: string) => {
      const answer = await client().messages.get.query({ tenantId, messageId });
      printOne(output, { answer, fields: answer.message });
    });

  group
    .command('tail')
    .description('follow what happens as it happens, until Ctrl-C; with --json one line for each event')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example(`tandem messages tail ${tenant}`))
    .action(async (tenantId: string) => {
      const api = client();
      const onStarted = () => printNote(output, 'Following; Ctrl-C ends it.');
      await followEvents(
        (handlers) => api.messages.tail.subscribe({ tenantId }, { ...handlers, onStarted }),
        ({ data }: { data: { events: readonly Happened[] } }) => {
          for (const event of data.events)
            output.write(`${output.json ? JSON.stringify(event) : told(event)}\n`);
        },
      );
    });

  return group.addCommand(whyCommand(cli));
}

interface Happened {
  at: string;
  type: string;
  conversationId: number;
  kind: string | null;
  end: string | null;
  reason: string | null;
}

function told({ at, type, conversationId, kind, end, reason }: Happened): string {
  const words = [at, type.padEnd(8), `conversation ${conversationId}`, kind, end, reason];
  return words
    .filter((word) => word !== null)
    .map(cell)
    .join('  ');
}

function displayId(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
