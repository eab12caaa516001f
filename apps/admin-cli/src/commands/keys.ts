import { Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { cell, type Output, printList, printNote, printOne } from '../print.ts';
import { example, pageOptions, readPage, wholeNumber } from './options.ts';

type TenantRole = 'owner' | 'admin' | 'agent';
type CreateOptions = { role: TenantRole; user?: string; expires?: string };

const keyColumns = [
  'id',
  'name',
  'role',
  'prefix',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'revokedAt',
  'replacedBy',
];

export function keyCommands({ client, output }: Cli): Command {
  const group = new Command('keys')
    .description('API keys of a tenant')
    .addHelpText('after', example('tandem keys list acme'));

  group
    .command('create')
    .description('make a key; its secret is shown once')
    .argument('<tenant>', 'its id or slug')
    .argument('<name>', 'what it is for')
    .addOption(
      new Option('--role <role>', 'what the key may do')
        .choices(['owner', 'admin', 'agent'])
        .default('agent'),
    )
    .option('--user <id>', 'the user who holds it')
    .option('--expires <time>', 'when it ends, such as 2027-01-01T00:00:00Z')
    .addHelpText('after', example('tandem keys create acme "CRM export" --role admin'))
    .action(async (tenantId: string, name: string, { role, user, expires }: CreateOptions) => {
      const holder = {
        ...(user !== undefined && { userId: user }),
        ...(expires !== undefined && { expiresAt: expires }),
      };
      printNewKey(output, await client().keys.create.mutate({ tenantId, name, role, ...holder }));
    });

  pageOptions(group.command('list'))
    .description('list the keys of a tenant, ended ones too')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example('tandem keys list acme'))
    .action(async (tenantId: string, page) => {
      printKeys(output, await client().keys.list.query({ tenantId, ...readPage(page) }));
    });

  rotationOptions(group.command('rotate'))
    .description('replace the secret of a key; the new one is shown once, the old one ends with the overlap')
    .argument('<tenant>', 'its id or slug')
    .argument('<key-id>', 'the id of the key, not its secret')
    .addHelpText(
      'after',
      example('tandem keys rotate acme 01997d2f-0000-7000-8000-000000000002 --overlap 48'),
    )
    .action(async (tenantId: string, keyId: string, options: RotationOptions) => {
      const input = { tenantId, keyId, ...readRotation(options) };
      printRotatedKey(output, await client().keys.rotate.mutate(input));
    });

  group
    .command('revoke')
    .description('end a key at once')
    .argument('<tenant>', 'its id or slug')
    .argument('<key-id>', 'the id of the key, not its secret')
    .addHelpText('after', example('tandem keys revoke acme 01997d2f-0000-7000-8000-000000000002'))
    .action(async (tenantId: string, keyId: string) => {
      const answer = await client().keys.revoke.mutate({ tenantId, keyId });
      printOne(output, { answer, fields: answer.key });
    });

  return group;
}

export interface RotationOptions {
  overlap: number;
  expires?: string;
}

/** Adds `--overlap` and `--expires`. */
export const rotationOptions = (command: Command) =>
  command
    .option('--overlap <hours>', 'how long the old secret stays valid, 0 to 168', wholeNumber, 24)
    .option('--expires <time>', 'when the new key ends; as the old one was to end when not given');

export const readRotation = ({ overlap, expires }: RotationOptions) => ({
  overlapHours: overlap,
  ...(expires !== undefined && { expiresAt: expires }),
});

export function printRotatedKey(
  output: Output,
  answer: { key: object; secret: string; replaced: { id: string; expiresAt: string | null } },
): void {
  printNewKey(output, answer);
  const { id, expiresAt } = answer.replaced;
  printNote(
    output,
    `Give it to whoever uses the old one (${id}) before that ends: ${expiresAt === null ? 'never' : cell(expiresAt)}.`,
  );
}

export function printNewKey(output: Output, answer: { key: object; secret: string }): void {
  printOne(output, { answer, fields: { ...answer.key, secret: answer.secret } });
  printNote(output, 'Keep the secret: it is shown this once.');
}

export function printKeys(
  output: Output,
  answer: { keys: readonly object[]; nextCursor: string | null },
): void {
  printList(output, { answer, rows: answer.keys.map((key) => ({ ...key })), columns: keyColumns });
  if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
}
