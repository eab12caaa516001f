import { Command } from 'commander';
import { type AdminClient, createAdminClient } from './client.ts';
import { auditCommands } from './commands/audit.ts';
import { configCommands } from './commands/config.ts';
import { connectionCommands } from './commands/connections.ts';
import { contactCommands } from './commands/contacts.ts';
import { deadCommands } from './commands/dead.ts';
import { doctorCommand } from './commands/doctor.ts';
import { keyCommands } from './commands/keys.ts';
import { knowledgeCommands } from './commands/knowledge.ts';
import { messageCommands } from './commands/messages.ts';
import { onboardCommand } from './commands/onboard.ts';
import { platformKeyCommands } from './commands/platform-keys.ts';
import { queuesCommand } from './commands/queues.ts';
import { sessionCommands } from './commands/sessions.ts';
import { syncCommands } from './commands/sync.ts';
import { tenantCommands } from './commands/tenants.ts';
import { userCommands } from './commands/users.ts';
import { whyCommand } from './commands/why.ts';
import { exitCodesHelp } from './exit-codes.ts';
import type { Output } from './print.ts';
import { UsageError } from './usage-error.ts';

/** What a command is given. */
export interface Cli {
  client(): AdminClient;
  /** Where the api answers. */
  url(): string;
  output: Output;
}

interface GlobalOptions {
  url: string;
  key?: string;
  json?: boolean;
}

export const defaultUrl = 'http://127.0.0.1:3000';

/** The whole command line. `write` gets what goes to standard output. */
export function createProgram(environment: NodeJS.ProcessEnv, write: (text: string) => void): Command {
  const program = new Command('tandem')
    .description('Administrates a Tandem installation.')
    .option('--url <url>', 'where the api answers (TANDEM_URL)', environment.TANDEM_URL ?? defaultUrl)
    .option('--key <key>', 'an API key (TANDEM_KEY, which other users of the machine cannot see)')
    .option('--json', 'print one JSON document for programs')
    .addHelpText('after', `${exitCodesHelp}\n\nExample:\n  TANDEM_KEY=… tandem tenants list`);

  const options = () => program.opts<GlobalOptions>();
  const cli: Cli = {
    client: () => createAdminClient({ url: urlOf(options().url), key: keyOf(options().key, environment) }),
    url: () => urlOf(options().url),
    output: {
      get json() {
        return options().json === true;
      },
      write,
    },
  };
  for (const add of [
    tenantCommands,
    configCommands,
    knowledgeCommands,
    syncCommands,
    connectionCommands,
    onboardCommand,
    doctorCommand,
    userCommands,
    keyCommands,
    platformKeyCommands,
    sessionCommands,
    contactCommands,
    whyCommand,
    auditCommands,
    messageCommands,
    deadCommands,
    whyCommand,
    queuesCommand,
  ]) {
    program.addCommand(add(cli));
  }
  return program;
}

function urlOf(option: string): string {
  const url = URL.parse(option);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return option;
  throw new UsageError(
    `"${option}" is no URL of an api: set TANDEM_URL or use --url, such as ${defaultUrl}.`,
  );
}

function keyOf(option: string | undefined, environment: NodeJS.ProcessEnv): string {
  const key = (option ?? environment.TANDEM_KEY ?? '').trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new UsageError(
    'No key: set TANDEM_KEY or use --key. The first one is the TANDEM_ROOT_KEY of the installation.',
  );
}
