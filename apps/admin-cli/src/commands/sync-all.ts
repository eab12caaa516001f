import { setTimeout as wait } from 'node:timers/promises';
import type { AdminClient } from '../client.ts';
import { type Output, printNote, printOne } from '../print.ts';

const lookEveryMs = 1_000;

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
