import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import type { Cli } from './cli.ts';
import { createAdminClient } from './client.ts';
import { completeCommand } from './commands/completion.ts';
import { groups } from './commands/index.ts';
import { wholeNumber } from './commands/options.ts';
import { exitCodesHelp } from './exit-codes.ts';
import { paintFor } from './output/paint.ts';
import { usualPausesMs } from './patient-fetch.ts';
import { darkScreen, type Screen } from './progress/screen.ts';
import { chooseAccess, defaultUrl } from './settings/choose-access.ts';
import { keyOf, urlOf } from './settings/read-access.ts';
import { openSettingsFile } from './settings/settings-file.ts';

export type { Cli } from './cli.ts';

interface GlobalOptions {
  url?: string;
  key?: string;
  profile?: string;
  timeout?: number;
  json?: boolean;
  quiet?: boolean;
}

/** Where the program reads and writes. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  argv: readonly string[];
  stdout: Screen & { columns?: number };
  stderr: Screen;
  onInterrupt(words: string): void;
}

const helpOfTenants = `
Tenants:
  <tenant> is an id or a slug. It may be left out, or be given as --tenant <tenant> or TANDEM_TENANT; a tenant's own key
  means its tenant, and a profile may hold the one that is meant.

Settings:
  flag > environment > profile > default. A profile's key is sent to the profile's own address and to no other.`;

/** The whole command line, and what its commands are given. */
export function createProgram(around: Surroundings): { program: Command; cli: Cli } {
  const program = new Command('tandem')
    .description('Administrates a Tandem installation.')
    .version(manifest.version, '-V, --version', 'print the version of this program')
    .option('--url <url>', `where the api answers (TANDEM_URL; ${defaultUrl})`)
    .option(
      '--key <key>',
      'an API key (TANDEM_KEY or tandem login, which other users of the machine cannot see)',
    )
    .option('--profile <name>', 'the installation and key that tandem login has kept (TANDEM_PROFILE)')
    .option('--timeout <s>', 'how long one request may take: 30 for a read, 300 for a change', wholeNumber)
    .option('--json', 'print one JSON document for programs')
    .option('-q, --quiet', 'print what was asked for alone: no notes, no progress')
    .option('--no-color', 'no colours (NO_COLOR); there are none in a pipe')
    .addHelpText('after', `${helpOfTenants}\n${exitCodesHelp}\n\nExample:\n  tandem tenants list`);

  const cli = createCli(around, () => program.opts<GlobalOptions>());
  for (const add of groups) program.addCommand(add(cli));
  program.addCommand(completeCommand(cli), { hidden: true });
  return { program, cli };
}

function createCli(around: Surroundings, options: () => GlobalOptions): Cli {
  const { environment, argv, stdout, stderr } = around;
  const warn = (words: string) => stderr.write(`tandem: ${words}\n`);
  const settings = openSettingsFile(environment, warn);
  const access = () => chooseAccess(options(), environment, settings.read());
  const clientFor: Cli['clientFor'] = ({ url, key }) => {
    const given = options().timeout;
    const timeoutMs = { read: (given ?? 30) * 1_000, change: (given ?? 300) * 1_000 };
    const onRetry = () => {
      if (stderr.isTTY && options().quiet !== true) warn(`${url} does not answer; trying again …`);
    };
    const wait = (delayMs: number) => sleep(delayMs);
    return createAdminClient({ url, key, patience: { timeoutMs, pausesMs: usualPausesMs, wait, onRetry } });
  };
  return {
    client: () => {
      const chosen = access();
      return clientFor({ url: urlOf(chosen.url), key: keyOf(chosen) });
    },
    url: () => urlOf(access().url),
    output: {
      get json() {
        return options().json === true;
      },
      get quiet() {
        return options().quiet === true;
      },
      width: stdout.isTTY ? (stdout.columns ?? null) : null,
      paint: paintFor(stdout, { environment, argv }),
      write: stdout.write,
    },
    get screen() {
      return options().quiet === true ? darkScreen : stderr;
    },
    access,
    settings,
    environment,
    clientFor,
    onInterrupt: around.onInterrupt,
  };
}
