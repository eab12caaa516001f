import { Argument, Command } from 'commander';
import type { Cli } from '../cli.ts';
import { type Output, printJson, printNote, printOne } from '../print.ts';
import { readJson } from '../read-json.ts';
import { readSecret } from '../read-secret.ts';
import { UsageError } from '../usage-error.ts';
import { example, wholeNumber } from './options.ts';

type Connections = { chatwoot: object | null; botpress: object | null };
type Provider = 'chatwoot' | 'botpress';
type RotateOptions = { secretFile?: string; overlap: number };
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
    .action(async (tenantId: string, file: string) => {
      const answer = await client().connections.put.mutate({ tenantId, ...asInput(await readJson(file)) });
      print(output, answer);
      if (Object.values(answer.connections).some((one) => one !== null && !one.webhookUrl.endsWith('•')))
        printNote(output, 'Give each webhook URL to its upstream: the key in it is shown this once.');
    });

  group
    .command('rotate-secret')
    .description('replace the webhook secret of a connection; the old one stays valid for the overlap')
    .argument('<tenant>', 'its id or slug')
    .addArgument(new Argument('<provider>', 'whose connection').choices(['chatwoot', 'botpress']))
    .option('--secret-file <file>', 'one that the upstream has made; - reads standard input')
    .option('--overlap <hours>', 'how long the old secret stays valid, 0 to 720', wholeNumber, 24)
    .addHelpText(
      'after',
      example(
        'tandem connections rotate-secret acme chatwoot',
        'tandem connections rotate-secret acme botpress --overlap 48',
      ),
    )
    .action(async (tenantId: string, provider: Provider, { secretFile, overlap }: RotateOptions) => {
      const given = secretFile === undefined ? {} : { secret: await readSecret(secretFile) };
      const input = { tenantId, provider, secretOverlapHours: overlap, ...given };
      const answer = await client().connections.rotateSecret.mutate(input);
      const { secret, validUntil } = answer;
      printOne(output, { answer, fields: { provider, ...(secret !== null && { secret }), validUntil } });
      if (secret !== null) {
        printNote(output, 'Set the secret at Botpress before the old one ends: it is shown this once.');
      }
    });

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
    if (connection === null) output.write(`${provider}: the installation's\n\n`);
    else {
      printOne(output, { answer, fields: { provider, ...connection } });
      output.write('\n');
    }
  }
}
