import { Command, Option } from 'commander';
import type { Cli } from '../cli.ts';
import { printList, printNote, printOne } from '../print.ts';
import { example, pageOptions, readPage } from './options.ts';

type TenantRole = 'owner' | 'admin' | 'agent';

const someone = 'acme 01997d30-0000-7000-8000-000000000003';

export function userCommands({ client, output }: Cli): Command {
  const group = new Command('users')
    .description('people who act for a tenant')
    .addHelpText('after', example('tandem users list acme'));

  group
    .command('add')
    .alias('create')
    .description('add a user')
    .argument('<tenant>', 'its id or slug')
    .argument('<email>', 'the address of the user')
    .addOption(
      new Option('--role <role>', 'what the user may do')
        .choices(['owner', 'admin', 'agent'])
        .default('agent'),
    )
    .addHelpText('after', example('tandem users add acme kim@acme.example --role admin'))
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

  group
    .command('show')
    .description('show a user')
    .argument('<tenant>', 'its id or slug')
    .argument('<user>', 'the id of the user')
    .addHelpText('after', example(`tandem users show ${someone}`))
    .action(async (tenantId: string, userId: string) => {
      const answer = await client().users.get.query({ tenantId, userId });
      printOne(output, { answer, fields: answer.user });
    });

  group
    .command('update')
    .description('give a user another role; keys of the user above it are lowered to it')
    .argument('<tenant>', 'its id or slug')
    .argument('<user>', 'the id of the user')
    .addOption(
      new Option('--role <role>', 'what the user may do from now on')
        .choices(['owner', 'admin', 'agent'])
        .makeOptionMandatory(),
    )
    .addHelpText('after', example(`tandem users update ${someone} --role owner`))
    .action(async (tenantId: string, userId: string, { role }: { role: TenantRole }) => {
      const answer = await client().users.update.mutate({ tenantId, userId, role });
      printOne(output, { answer, fields: answer.user });
    });

  group
    .command('remove')
    .description('take a user away; the keys of the user end at once')
    .argument('<tenant>', 'its id or slug')
    .argument('<user>', 'the id of the user')
    .addHelpText('after', example(`tandem users remove ${someone}`))
    .action(async (tenantId: string, userId: string) => {
      const answer = await client().users.remove.mutate({ tenantId, userId });
      printOne(output, { answer, fields: { ...answer.user, keysEnded: answer.keysEnded } });
    });

  return group;
}
