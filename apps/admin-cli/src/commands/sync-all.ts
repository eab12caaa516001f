import type { AdminClient } from '../client.ts';
import { followEvents } from '../follow-events.ts';
import { type Output, printNote, printOne } from '../print.ts';

/** Starts a run for every tenant that needs one, a page a call: progress is seen, and an interrupted command has lost nothing. */
export async function syncAll(
  client: AdminClient,
  output: Output,
  input: { deep: boolean; wait: boolean },
): Promise<void> {
  const counts = await startAll(client, output, input);
  if (input.wait) await followAll(client, output);
  printOne(output, { answer: counts, fields: counts });
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
  await followEvents(
    (handlers) => client.syncRuns.watchCounts.subscribe({}, handlers),
    ({ data: { queued, running } }: { data: { queued: number; running: number } }) => {
      if (queued + running > 0) printNote(output, `${queued} wait, ${running} run`);
    },
  );
}
