import { Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { printList, printNote, printOne } from '../print.ts';
import { example, pageOptions, readPage } from './options.ts';

type TenantRole = 'owner' | 'admin' | 'agent';

export function userCommands({ client, output }: Cli): Command {
  const group = new Command('users')
    .description('people who act for a tenant')
    .addHelpText('after', example('tandem users list acme'));

  group
    .command('create')
    .description('add a user')
    .argument('<tenant>', 'its id or slug')
    .argument('<email>', 'the address of the user')
    .addOption(
      new Option('--role <role>', 'what the user may do')
        .choices(['owner', 'admin', 'agent'])
        .default('agent'),
    )
    .addHelpText('after', example('tandem users create acme kim@acme.example --role admin'))
    .action(async (tenantId: string, email: string, { role }: { role: TenantRole }) => {
      const answer = await client().users.create.mutate({ tenantId, email, role });
      printOne(output, { answer, fields: answer.user });
    });

  pageOptions(group.command('list'))
    .description('list the users of a tenant')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example('tandem users list acme'))
    .action(async (tenantId: string, page) => {
      const answer = await client().users.list.query({ tenantId, ...readPage(page) });
      printList(output, { answer, rows: answer.users, columns: ['id', 'email', 'role', 'createdAt'] });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  return group;
}
