import type { Cli } from '../cli.ts';
import type { AdminClient } from '../client.ts';
import { followEvents } from '../follow-events.ts';
import { printOne } from '../print.ts';
import { darkScreen } from '../progress/screen.ts';
import { type Bar, showBar } from '../progress/show-bar.ts';
import { type BulkPlace, openBulkPlace } from '../settings/bulk-place.ts';

interface SyncAll {
  deep: boolean;
  /** Does not go on where an interrupted command left off. */
  isFresh: boolean;
  wait: boolean;
}

/**
 * Starts a run for every tenant that needs one, a page of tenants a call. Where it is, is kept on disk: interrupted and
 * started again, it goes on there.
 */
export async function syncAll(cli: Cli, input: SyncAll): Promise<void> {
  const { output, screen } = cli;
  const client = cli.client();
  const name = `sync-all${input.deep ? '-deep' : ''}`;
  const place = openBulkPlace(cli.environment, { name, url: cli.url() });
  if (input.isFresh) place.forget();
  cli.onInterrupt(
    'Runs that were started go on at the server. The same command goes on where this one ended.',
  );
  const bar = showBar(output.json && !screen.isTTY ? darkScreen : screen);
  const counts = await startAll(client, { deep: input.deep, place, bar });
  if (input.wait) await followAll(client, bar);
  bar.end();
  place.forget();
  printOne(output, { answer: counts, fields: counts });
}

const names = ['unchanged', 'queued', 'underWay', 'carried', 'withoutEngine'] as const;

async function startAll(client: AdminClient, input: { deep: boolean; place: BulkPlace; bar: Bar }) {
  const { deep, place, bar } = input;
  const before = place.read();
  const sums = { tenants: 0, unchanged: 0, queued: 0, underWay: 0, carried: 0, withoutEngine: 0 };
  Object.assign(sums, before?.counts);
  let cursor = before?.cursor ?? null;
  // A place without a cursor: all were started, and waiting was interrupted.
  let isLast = before !== null && cursor === null;
  while (!isLast) {
    const page: Awaited<ReturnType<AdminClient['syncRuns']['startAll']['mutate']>> =
      await client.syncRuns.startAll.mutate({ deep, ...(cursor !== null && { cursor }) });
    const { nextCursor, ...counts } = page;
    for (const name of names) {
      sums[name] += counts[name];
      sums.tenants += counts[name];
    }
    cursor = nextCursor;
    isLast = cursor === null;
    place.write({ cursor, counts: sums });
    if (!isLast) bar.show({ done: 0, total: null, note: `${sums.tenants} tenants, ${sums.queued} queued …` });
  }
  return sums;
}

async function followAll(client: AdminClient, bar: Bar): Promise<void> {
  let most = 0;
  await followEvents(
    (handlers) => client.syncRuns.watchCounts.subscribe({}, handlers),
    ({ data: { queued, running } }: { data: { queued: number; running: number } }) => {
      const left = queued + running;
      most = Math.max(most, left);
      if (left > 0) bar.show({ done: most - left, total: most, note: `${queued} wait, ${running} run` });
    },
  );
}
