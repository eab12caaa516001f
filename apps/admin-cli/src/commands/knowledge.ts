import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printJson, printList, printNote } from '../print.ts';
import { readJson } from '../read-json.ts';
import { UsageError } from '../usage-error.ts';
import { addExport, addImport } from './knowledge-files.ts';
import { example, type PageOptions, pageOptions, readPage } from './options.ts';

const tenant = 'acme';

type Entry = { question: string; answer: string; tags?: string[] };

export function knowledgeCommands(cli: Cli): Command {
  const { client, output } = cli;
  const group = new Command('kb')
    .description('what the bot of a tenant knows')
    .addHelpText('after', example(`tandem kb import ${tenant} faq.csv --preview`));

  addImport(group, cli);
  addExport(group, cli);

  pageOptions(group.command('list'))
    .description('list the entries in their order')
    .argument('<tenant>', 'its id or slug')
    .option('--tag <tag>', 'only those with this tag')
    .option('--text <text>', 'only those that hold this text, whatever its case and accents')
    .addHelpText('after', example(`tandem kb list ${tenant} --tag shipping --text express`))
    .action(async (tenantId: string, options: PageOptions & { tag?: string; text?: string }) => {
      const { tag, text } = options;
      const filter = { ...(tag !== undefined && { tag }), ...(text !== undefined && { text }) };
      const answer = await client().knowledge.list.query({ tenantId, ...filter, ...readPage(options) });
      printList(output, { answer, rows: answer.entries.map(short), columns: ['question', 'answer', 'tags'] });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  group
    .command('search')
    .description('show which entries the bot would be given with a message')
    .argument('<tenant>', 'its id or slug')
    .argument('<text>', 'what a customer writes')
    .addHelpText('after', example(`tandem kb search ${tenant} "how long does shipping take?"`))
    .action(async (tenantId: string, text: string) => {
      const answer = await client().knowledge.search.query({ tenantId, text });
      const columns = ['score', 'position', 'question', 'answer', 'tags'];
      printList(output, { answer, rows: answer.entries.map(short), columns });
      printNote(output, `\n${rankings[answer.ranking]}, ${answer.leftOut} left out`);
    });

  group
    .command('replace')
    .description('replace the whole knowledge base')
    .argument('<tenant>', 'its id or slug')
    .argument(
      '<file>',
      'a JSON list of {question, answer, tags?}, or {"knowledgeBase": […]}; - reads standard input',
    )
    .addHelpText(
      'after',
      example(
        'tandem kb replace acme faq.json',
        '',
        'Other files: tandem kb import acme faq.csv --mode replace',
      ),
    )
    .action(async (tenantId: string, file: string) => {
      const knowledgeBase = asEntries(await readJson(file));
      const answer = await client().knowledge.replace.mutate({ tenantId, knowledgeBase });
      if (output.json) return printJson(output, answer);
      printNote(output, `${answer.knowledgeBase.length} entries, version ${answer.version}`);
    });

  return group;
}

const rankings = {
  whole: 'All fit one message, in their own order',
  words: 'Ranked by the words they share with the message',
  meaning: 'Those found by meaning first, then by shared words',
};

const textMax = 60;

/** One line a cell. */
const short = <Row extends { question: string; answer: string; tags: readonly string[] }>(row: Row) => ({
  ...row,
  question: cut(row.question),
  answer: cut(row.answer),
  tags: row.tags.join(', '),
});
const cut = (text: string): string => (text.length <= textMax ? text : `${text.slice(0, textMax - 1)}…`);

/** The server judges the entries; here only the form of the file counts. */
function asEntries(value: unknown): Entry[] {
  if (Array.isArray(value)) return value;
  if (
    typeof value === 'object' &&
    value !== null &&
    'knowledgeBase' in value &&
    Array.isArray(value.knowledgeBase)
  ) {
    return value.knowledgeBase;
  }
  throw new UsageError('The file must hold a JSON list of {question, answer, tags?}.');
}
