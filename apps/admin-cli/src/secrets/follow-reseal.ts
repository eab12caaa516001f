import { setTimeout as wait } from 'node:timers/promises';
import type { AdminClient } from '../client.ts';
import { type Output, printNote, printOne } from '../print.ts';

export type Reseal = NonNullable<Awaited<ReturnType<AdminClient['secrets']['status']['query']>>['reseal']>;

const lookEveryMs = 500;

/** Shows how far sealing anew is until it has ended; ends the program with 1 when something does not open. */
export async function followReseal(client: AdminClient, output: Output): Promise<void> {
  let shown = '';
  for (;;) {
    const { reseal } = await client.secrets.status.query({});
    if (reseal === null) return;
    const line = `sealed anew with ${reseal.keyId}: ${reseal.done} of ${reseal.total}`;
    if (line !== shown) printNote(output, line);
    shown = line;
    if (reseal.status !== 'running') {
      const { failures, ...fields } = reseal;
      printOne(output, { answer: { reseal }, fields });
      for (const { tenantId, id } of failures)
        printNote(output, `does not open: tenant ${tenantId}, row ${id}`);
      if (failures.length > 0) {
        printNote(
          output,
          'Put the secrets of these connections again: tandem connections set <tenant> <file>',
        );
        process.exitCode = 1;
      }
      return;
    }
    await wait(lookEveryMs);
  }
}
