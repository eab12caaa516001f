import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printList, printNote } from '../print.ts';
import { example, type PageOptions, pageOptions, readPage } from './options.ts';

const columns = ['createdAt', 'actor', 'action', 'subject'];

interface Wanted extends PageOptions {
  action?: string;
  actor?: string;
  since?: string;
  until?: string;
}

export function auditCommands({ client, output }: Cli): Command {
  const group = new Command('audit')
    .description('who changed what')
    .addHelpText('after', example('tandem audit list acme'));

  pageOptions(group.command('list'))
    .description('list changes, the newest first; without a tenant those of all and of the platform')
    .argument('[tenant]', 'its id or slug')
    .option('--action <action>', 'only these: config.write, or all of a kind: config.*')
    .option('--actor <actor>', 'only of this actor, as the list shows it: key:0199…, platform')
    .option('--since <time>', 'from this moment on, such as 2026-03-01T09:00:00Z')
    .option('--until <time>', 'before this moment')
    .addHelpText('after', example("tandem audit list acme --action 'config.*' --json"))
    .action(async (tenantId: string | undefined, options: Wanted) => {
      const wanted = { ...readPage(options), ...narrowed(options) };
      const { audit } = client();
      const answer = await (tenantId === undefined
        ? audit.all.query(wanted)
        : audit.list.query({ ...wanted, tenantId }));
      const shown = tenantId === undefined ? ['tenantId', ...columns] : columns;
      printList(output, { answer, rows: answer.audit, columns: shown });
      if (answer.nextCursor) printNote(output, `More: --cursor ${answer.nextCursor}`);
    });

  return group;
}

const narrowed = ({ action, actor, since, until }: Wanted) => ({
  ...(action !== undefined && { action }),
  ...(actor !== undefined && { actor }),
  ...(since !== undefined && { since }),
  ...(until !== undefined && { until }),
});
