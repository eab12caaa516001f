import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { type Output, printList, printNote, printOne } from '../print.ts';
import { example, type PageOptions, pageOptions, readPage } from './options.ts';
import { addTenantRemoval } from './tenant-removal.ts';

const columns = ['id', 'slug', 'name', 'status', 'createdAt'];

export function tenantCommands(cli: Cli): Command {
  const { client, output } = cli;
  const group = new Command('tenants')
    .description('customers of the platform')
    .addHelpText('after', example('tandem tenants create "Acme Inc"'));
  const change = async (tenantId: string, patch: { name?: string; status?: 'active' | 'suspended' }) =>
    print(output, await client().tenants.update.mutate({ tenantId, ...patch }));

  group
    .command('create')
    .description('create a tenant')
    .argument('<name>', 'what people call it')
    .option('--slug <slug>', 'a short name for URLs; made from the name when not given')
    .addHelpText('after', example('tandem tenants create "Acme Inc" --slug acme'))
    .action(async (name: string, { slug }: { slug?: string }) =>
      print(output, await client().tenants.create.mutate({ name, ...(slug !== undefined && { slug }) })),
    );

  pageOptions(group.command('list'))
    .description('list tenants in the order of creation')
    .option('--deleted', 'also deleted ones')
    .addHelpText('after', example('tandem tenants list --limit 200'))
    .action(async (options: PageOptions & { deleted?: true }) => {
      const withDeleted = options.deleted === true;
      const answer = await client().tenants.list.query({ ...readPage(options), withDeleted });
      printList(output, { answer, rows: answer.tenants, columns });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  group
    .command('show')
    .description('show a tenant')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example('tandem tenants show acme'))
    .action(async (tenantId: string) => print(output, await client().tenants.get.query({ tenantId })));

  group
    .command('suspend')
    .description('stop answering for a tenant; what comes in is left to humans')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example('tandem tenants suspend acme'))
    .action((tenantId: string) => change(tenantId, { status: 'suspended' }));

  group
    .command('activate')
    .description('answer for a suspended tenant again')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example('tandem tenants activate acme'))
    .action((tenantId: string) => change(tenantId, { status: 'active' }));

  group
    .command('rename')
    .description('give a tenant another name; its slug stays')
    .argument('<tenant>', 'its id or slug')
    .argument('<name>', 'what people call it from now on')
    .addHelpText('after', example('tandem tenants rename acme "Acme GmbH"'))
    .action((tenantId: string, name: string) => change(tenantId, { name }));

  addTenantRemoval(group, cli);
  return group;
}

const print = (output: Output, answer: { tenant: object }): void =>
  printOne(output, { answer, fields: { ...answer.tenant } });
