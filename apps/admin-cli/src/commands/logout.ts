import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printJson, printNote } from '../print.ts';
import { removeProfile } from '../settings/remove-profile.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';

export function logoutCommand({ access, output, settings }: Cli): Command {
  return new Command('logout')
    .description('forget the key of a profile; at the server it stays valid until it is revoked')
    .addHelpText('after', example('tandem logout', 'tandem logout --profile production'))
    .action(() => {
      const { profile } = access();
      if (profile === null) throw new UsageError('There is no profile to forget: tandem profiles list.');
      const { current = null } = removeProfile(settings, profile);
      if (output.json) return printJson(output, { removed: profile, current });
      printNote(
        output,
        `Profile "${profile}" and its key are forgotten. At the server the key is still valid.`,
      );
    });
}
