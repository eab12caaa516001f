import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { type Output, printJson, printNote, printOne } from '../print.ts';
import { readJson } from '../read-json.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';

type Connections = { chatwoot: object | null; botpress: object | null };
type Input = { chatwoot?: object; botpress?: object };

export function connectionCommands({ client, output }: Cli): Command {
  const group = new Command('connections')
    .description("a tenant's own Chatwoot account and Botpress bot")
    .addHelpText('after', example('tandem connections set acme connections.json'));

  group
    .command('show')
    .description('show the connections, without secrets')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example('tandem connections show acme'))
    .action(async (tenantId: string) => print(output, await client().connections.get.query({ tenantId })));

  group
    .command('set')
    .description('make or change connections; a new one answers its webhook URL, this once')
    .argument('<tenant>', 'its id or slug')
    .argument(
      '<file>',
      'a JSON object {chatwoot?, botpress?}; - reads standard input. Secrets belong in no command line',
    )
    .addHelpText(
      'after',
      example(
        'tandem connections set acme connections.json',
        '  {"chatwoot": {"baseUrl": "https://chat.example.com", "accountId": 1, "inboxId": 42, "botToken": "…",',
        '   "webhookSecrets": ["…"]},',
        '   "botpress": {"dialect": "chat_api", "webhookId": "…", "encryptionKey": "…", "webhookSecrets": ["…"]}}',
      ),
    )
    .action(async (tenantId: string, file: string) =>
      print(output, await client().connections.put.mutate({ tenantId, ...asInput(await readJson(file)) })),
    );

  return group;
}

/** The server judges the settings; here only the form of the file counts. */
function asInput(value: unknown): Input {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UsageError('The file must hold a JSON object {chatwoot?, botpress?}.');
}

function print(output: Output, answer: { connections: Connections }): void {
  if (output.json) {
    printJson(output, answer);
    return;
  }
  for (const [provider, connection] of Object.entries(answer.connections)) {
    if (connection === null) printNote(output, `${provider}: the installation's\n`);
    else {
      printOne(output, { answer, fields: { provider, ...connection } });
      printNote(output, '');
    }
  }
}
