import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printJson, printNote } from '../print.ts';
import { readJson } from '../read-json.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';

type Entry = { question: string; answer: string; tags?: string[] };

export function knowledgeCommands({ client, output }: Cli): Command {
  const group = new Command('kb')
    .description('what the bot of a tenant knows')
    .addHelpText('after', example('tandem kb replace acme faq.json'));

  group
    .command('replace')
    .description('replace the whole knowledge base')
    .argument('<tenant>', 'its id or slug')
    .argument(
      '<file>',
      'a JSON list of {question, answer, tags?}, or {"knowledgeBase": […]}; - reads standard input',
    )
    .addHelpText('after', example('tandem kb replace acme faq.json'))
    .action(async (tenantId: string, file: string) => {
      const knowledgeBase = asEntries(await readJson(file));
      const answer = await client().knowledge.replace.mutate({ tenantId, knowledgeBase });
      if (output.json) return printJson(output, answer);
      printNote(output, `${answer.knowledgeBase.length} entries, version ${answer.version}`);
    });

  return group;
}

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
