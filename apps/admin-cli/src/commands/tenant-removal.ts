import { zExportEnd, zExportStart } from '@tandem/schemas/admin';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printNote, printOne } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';

/** How `tandem tenants` takes tenants out and away. */
export function addTenantRemoval(group: Command, { client, output }: Cli): void {
  group
    .command('export')
    .description('write all that belongs to a tenant as NDJSON, secrets left out')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example(`tandem tenants export acme > acme.ndjson`))
    .action(async (tenantId: string) => {
      let last = '';
      let first: string | undefined;
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await client().tenants.export.query({
          tenantId,
          ...(cursor !== undefined && { cursor }),
        });
        const { text } = page.file;
        first ??= text.slice(0, text.indexOf('\n'));
        last = lastLineOf(text) ?? last;
        output.write(text);
        cursor = page.nextCursor;
      }
      checkWhole(first ?? '', last);
    });

  group
    .command('delete')
    .description('stop all work for a tenant and hide it; it can be restored until its purgeAt')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example(`tandem tenants delete acme`))
    .action(async (tenantId: string) => {
      const answer = await client().tenants.delete.mutate({ tenantId });
      printOne(output, { answer, fields: { ...answer.tenant } });
      printNote(output, `To undo it: tandem tenants restore ${tenantId}`);
    });

  group
    .command('restore')
    .description('bring a deleted tenant back as it was')
    .argument('<tenant>', 'its id or slug')
    .addHelpText('after', example(`tandem tenants restore acme`))
    .action(async (tenantId: string) => {
      const answer = await client().tenants.restore.mutate({ tenantId });
      printOne(output, { answer, fields: { ...answer.tenant } });
    });

  group
    .command('purge')
    .description('delete everything of a deleted tenant for good, now')
    .argument('<tenant>', 'its id or slug')
    .requiredOption('--confirm <name>', 'the name or the slug of the tenant, so that no other one is purged')
    .addHelpText('after', example(`tandem tenants purge acme --confirm acme`))
    .action(async (tenantId: string, { confirm }: { confirm: string }) => {
      const answer = await client().tenants.purge.mutate({ tenantId, confirm });
      printOne(output, { answer, fields: { ...answer.purge } });
    });
}

function lastLineOf(text: string): string | undefined {
  return text.trimEnd().split('\n').at(-1) || undefined;
}

/** A file without its first or last line is no export: whoever keeps it must know. */
function checkWhole(first: string, last: string): void {
  const [start, end] = [zExportStart.safeParse(parse(first)), zExportEnd.safeParse(parse(last))];
  if (start.success && end.success) return;
  throw new UsageError(
    'The export is not whole: its first or last line is missing. Do not keep it; export again.',
  );
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
