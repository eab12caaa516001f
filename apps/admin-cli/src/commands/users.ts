import { Command, Option } from 'commander';
import { printList, printNote, printOne } from '../print.ts';
import type { Cli } from '../program.ts';
import { example, pageOptions, readPage } from './options.ts';

type TenantRole = 'owner' | 'admin' | 'agent';

export function userCommands({ client, output }: Cli): Command {
  const group = new Command('users')
    .description('people who act for a tenant')
    .addHelpText('after', example('tandem users list 01997d2e-0000-7000-8000-000000000001'));

  group
    .command('create')
    .description('add a user')
    .argument('<tenant>', 'its id')
    .argument('<email>')
    .addOption(new Option('--role <role>').choices(['owner', 'admin', 'agent']).default('agent'))
    .addHelpText(
      'after',
      example('tandem users create 01997d2e-0000-7000-8000-000000000001 kim@acme.example --role admin'),
    )
    .action(async (tenantId: string, email: string, { role }: { role: TenantRole }) => {
      const answer = await client().users.create.mutate({ tenantId, email, role });
      printOne(output, { answer, fields: answer.user });
    });

  pageOptions(group.command('list'))
    .description('list the users of a tenant')
    .argument('<tenant>', 'its id')
    .addHelpText('after', example('tandem users list 01997d2e-0000-7000-8000-000000000001'))
    .action(async (tenantId: string, page) => {
      const answer = await client().users.list.query({ tenantId, ...readPage(page) });
      printList(output, { answer, rows: answer.users, columns: ['id', 'email', 'role', 'createdAt'] });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  return group;
}
