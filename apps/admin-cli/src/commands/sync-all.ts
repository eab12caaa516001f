import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import type { AdminClient } from '../client.ts';
import { type Output, printNote, printOne } from '../print.ts';
import type { Cli } from '../program.ts';
import { example } from './options.ts';

const lookEveryMs = 1_000;

/** Every tenant, a page a call, so that progress is seen and an interrupted command has lost nothing. */
export function syncAllCommand({ client, output }: Pick<Cli, 'client' | 'output'>): Command {
  return new Command('all')
    .description('start a run for every tenant whose bot may not hold what it should')
    .option('--deep', 'for every tenant, also those that are known to be in place')
    .option('--wait', 'until no run waits or runs any more')
    .addHelpText('after', example('tandem sync all --wait'))
    .action(async (options: { deep?: boolean; wait?: boolean }) => {
      const counts = await startAll(client(), output, { deep: options.deep === true });
      if (options.wait) await followAll(client(), output);
      printOne(output, { answer: counts, fields: counts });
    });
}

async function startAll(client: AdminClient, output: Output, input: { deep: boolean }) {
  const sums = { tenants: 0, unchanged: 0, queued: 0, underWay: 0, carried: 0, withoutEngine: 0 };
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<AdminClient['syncRuns']['startAll']['mutate']>> =
      await client.syncRuns.startAll.mutate({ deep: input.deep, ...(cursor !== null && { cursor }) });
    const { nextCursor, ...counts } = page;
    for (const name of ['unchanged', 'queued', 'underWay', 'carried', 'withoutEngine'] as const) {
      sums[name] += counts[name];
      sums.tenants += counts[name];
    }
    if (nextCursor !== null) printNote(output, `${sums.tenants} tenants, ${sums.queued} queued …`);
    cursor = nextCursor;
  } while (cursor !== null);
  return sums;
}

async function followAll(client: AdminClient, output: Output): Promise<void> {
  let shown = '';
  for (;;) {
    const { queued, running } = await client.syncRuns.counts.query({});
    if (queued + running === 0) return;
    const line = `${queued} wait, ${running} run`;
    if (line !== shown) printNote(output, line);
    shown = line;
    await wait(lookEveryMs);
  }
}
