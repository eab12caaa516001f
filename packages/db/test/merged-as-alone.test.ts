import type { TenantId } from '@tandem/schemas';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import type { Ended } from '../src/index.ts';
import { packetsOf, steps } from './lane-steps.ts';
import { arbitraryRound, makeRounds, type Round } from './merged-rounds.ts';
import { openStores } from './run-cases.ts';

type Packet = ReturnType<typeof packetsOf>[number];

const told: Ended[] = [];
const { database, behind, close } = openStores({ onEnd: (ended) => void told.push(ended) });
afterAll(close);

const attempt = ({ scope, statements }: Packet) => scope.attempt(statements);

const sendMerged = (packets: readonly Packet[]) => Promise.all(packets.map(attempt));

async function sendAlone(packets: readonly Packet[]) {
  const results: Awaited<ReturnType<typeof attempt>>[] = [];
  for (const packet of packets) results.push(await attempt(packet));
  return results;
}

/** What a step answers, tells and leaves. */
async function takeStep(step: number, { tenants, all }: Round, send: typeof sendMerged) {
  told.length = 0;
  const results = await send(packetsOf(step, all));
  return { results, told: inOrder(told, tenants), ...(await rowsOf(tenants)) };
}

const tables = ['lanes', 'turns', 'chat_sessions', 'inbound_messages', 'outbound_messages'];

async function rowsOf(tenants: readonly TenantId[]): Promise<Record<string, string[]>> {
  const read = async (table: string) => {
    const { rows } = await sql<object>`
      SELECT * FROM ${sql.table(table)} WHERE tenant_id IN (${sql.join(tenants)})`.execute(behind);
    return [table, inOrder(rows, tenants)] as const;
  };
  return Object.fromEntries(await Promise.all(tables.map(read)));
}

const hourMs = 3_600_000;

/** With tenants by their places, and of a lease, which ends on the server's clock and under a name of its claim, its hours. */
function inOrder(rows: readonly object[], tenants: readonly unknown[]): string[] {
  const plain = (key: string, value: unknown) => {
    if (key === 'tenantId' || key === 'tenant_id') return tenants.indexOf(value);
    if (key === 'lease_owner') return value !== null;
    if (key !== 'lease_until' || typeof value !== 'string') return value;
    return Math.round((Date.parse(value) - Date.now()) / hourMs);
  };
  return rows.map((row) => JSON.stringify(row, plain)).toSorted();
}

it('packets of many lanes at once answer, tell and leave what each does alone', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryRound, async (planned) => {
      const [merged, alone] = await makeRounds({ database, behind }, planned, 2);
      if (!merged || !alone) throw new Error('no rounds');
      for (const step of steps.keys())
        expect(await takeStep(step, merged, sendMerged)).toEqual(await takeStep(step, alone, sendAlone));
    }),
    { seed: 2, numRuns: 25, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: true },
  );
}, 60_000);
