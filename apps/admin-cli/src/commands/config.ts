import { zConfigPatch } from '@tandem/schemas';
import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { type Output, printOne } from '../print.ts';
import { readJson } from '../read-json.ts';
import { UsageError } from '../usage-error.ts';
import { addConfigEdit } from './config-edit.ts';
import { addConfigHistory } from './config-history.ts';
import { example } from './options.ts';

type Field = keyof typeof zConfigPatch.shape;
type Answer = { config: object; knowledgeBase: unknown[]; version: number };

export function configCommands(cli: Cli): Command {
  const { client, output } = cli;
  const group = new Command('config')
    .description('what the bot of a tenant is and says')
    .addHelpText('after', example('tandem config get acme'));

  group
    .command('get')
    .description('show the configuration, defaults filled in')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example('tandem config get acme --json'))
    .action(async (tenantId: string) => print(output, await client().config.get.query({ tenantId })));

  group
    .command('set')
    .description('change fields: given ones replace, null resets, others stay')
    .argument('<tenant>', 'its id or slug')
    .argument('[field=value...]', 'values are JSON, or plain text where the field takes text')
    .option(
      '--file <file>',
      'a JSON object of fields, or {"config": …, "knowledgeBase": …}; - reads standard input',
    )
    .option('--if-version <n>', 'only if this is still the version')
    .addHelpText(
      'after',
      example(
        'tandem config set acme botName="Acme Helper" enableHumanHandoff=true',
        'tandem config set acme --file config.json',
      ),
    )
    .action(async (tenantId: string, given: string[], options: { file?: string; ifVersion?: string }) => {
      const body = options.file === undefined ? {} : asBody(await readJson(options.file));
      const config = { ...body.config, ...Object.fromEntries(given.map(parseField)) };
      if (Object.keys(config).length === 0 && body.knowledgeBase === undefined) {
        throw new UsageError('Nothing to set: give field=value or --file.');
      }
      const answer = await client().config.put.mutate({
        tenantId,
        ...(Object.keys(config).length > 0 && { config }),
        ...(body.knowledgeBase !== undefined && { knowledgeBase: body.knowledgeBase }),
        ...(options.ifVersion !== undefined && { expectedVersion: Number(options.ifVersion) }),
      });
      print(output, answer);
    });

  addConfigHistory(group, cli);
  addConfigEdit(group, cli);
  return group;
}

type Body = { config?: object; knowledgeBase?: { question: string; answer: string }[] };

function asBody(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('The file must hold a JSON object.');
  }
  return 'config' in value || 'knowledgeBase' in value ? unjudged(value) : { config: value };
}

/** The server checks every field and names the wrong ones; a second opinion here could only differ. */
const unjudged = (value: object): Body => value as Body;

/** `botName=Acme`: as text where the field takes that text, else as JSON; `null` resets. */
function parseField(given: string): [string, unknown] {
  const [, name = '', text = ''] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
  if (name === '') throw new UsageError(`"${given}" is not of the form field=value.`);
  if (!isField(name)) {
    const known = Object.keys(zConfigPatch.shape).join(', ');
    throw new UsageError(`There is no field "${name}". Fields: ${known}.`);
  }
  if (text !== 'null' && zConfigPatch.shape[name].safeParse(text).success) return [name, text];
  try {
    return [name, JSON.parse(text)];
  } catch {
    // The server says what the field takes.
    return [name, text];
  }
}

const isField = (name: string): name is Field => Object.hasOwn(zConfigPatch.shape, name);

function print(output: Output, answer: Answer): void {
  const { config, knowledgeBase, version } = answer;
  printOne(output, {
    answer,
    fields: { version, ...config, knowledgeBase: `${knowledgeBase.length} entries` },
  });
}
