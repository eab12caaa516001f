import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printOne } from '../print.ts';
import {
  printKeys,
  printNewKey,
  printRotatedKey,
  type RotationOptions,
  readRotation,
  rotationOptions,
} from './keys.ts';
import { example, pageOptions, readPage } from './options.ts';

export function platformKeyCommands({ client, output }: Cli): Command {
  const group = new Command('platform-keys')
    .description('API keys of the platform itself')
    .addHelpText('after', example('tandem platform-keys list'));

  group
    .command('create')
    .description('make a key of role platform; its secret is shown once')
    .argument('<name>', 'what it is for')
    .option('--expires <time>', 'when it ends, such as 2027-01-01T00:00:00Z')
    .addHelpText('after', example('tandem platform-keys create "Billing" --expires 2027-01-01T00:00:00Z'))
    .action(async (name: string, { expires }: { expires?: string }) => {
      const ends = expires === undefined ? {} : { expiresAt: expires };
      printNewKey(output, await client().platformKeys.create.mutate({ name, ...ends }));
    });

  pageOptions(group.command('list'))
    .description('list the keys of the platform, ended ones too')
    .addHelpText('after', example('tandem platform-keys list'))
    .action(async (page) => printKeys(output, await client().platformKeys.list.query(readPage(page))));

  rotationOptions(group.command('rotate'))
    .description('replace the secret of a key; the new one is shown once, the old one ends with the overlap')
    .argument('<key-id>', 'the id of the key, not its secret')
    .addHelpText('after', example('tandem platform-keys rotate 01997d2f-0000-7000-8000-000000000002'))
    .action(async (keyId: string, options: RotationOptions) => {
      printRotatedKey(output, await client().platformKeys.rotate.mutate({ keyId, ...readRotation(options) }));
    });

  group
    .command('revoke')
    .description('end a key at once')
    .argument('<key-id>', 'the id of the key, not its secret')
    .addHelpText('after', example('tandem platform-keys revoke 01997d2f-0000-7000-8000-000000000002'))
    .action(async (keyId: string) => {
      const answer = await client().platformKeys.revoke.mutate({ keyId });
      printOne(output, { answer, fields: answer.key });
    });

  return group;
}
