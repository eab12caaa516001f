import type { Actor, ConnectionId } from '@tandem/schemas';
import { sql } from 'kysely';
import { SealError, type Sealer } from '../sealed.ts';
import { type SealedTable, sealedColumns } from '../sealed-columns.ts';
import type { TenantDb } from '../tenant-db.ts';
import { Audit } from './audit.ts';
import { beginChange, endChange } from './begin-change.ts';

export interface Resealed {
  /** Values sealed anew. */
  values: number;
  /** The ids of rows with a value that does not open; they stay as they are. */
  failures: string[];
  /** The tenant's, with this change; null when nothing changed. */
  revision: number | null;
}

type Row = { id: string } & Record<string, Buffer | string | null>;

/**
 * Seals every value of one tenant anew that another key than the first one sealed, with audit row and revision, in one
 * transaction: copies that caches hold would not open any more once the older key is taken out.
 */
export async function resealValues(
  db: TenantDb,
  input: { sealer: Sealer; actor: Actor; now: Date },
): Promise<Resealed> {
  const { sealer, actor, now } = input;
  const done: Resealed = { values: 0, failures: [], revision: null };
  await beginChange(db, now);
  // Object.keys forgets that a record's keys are its type's.
  for (const table of Object.keys(sealedColumns) as SealedTable[])
    await resealTable(db, { table, sealer, done });
  if (done.values === 0) return done;
  await new Audit(db).record({
    actor,
    action: 'secrets.reseal',
    subject: `data-key:${sealer.sealingId}`,
    before: null,
    after: { values: done.values, failures: done.failures },
    now,
  });
  return { ...done, revision: await endChange(db, now) };
}

async function resealTable(
  db: TenantDb,
  { table, sealer, done }: { table: SealedTable; sealer: Sealer; done: Resealed },
): Promise<void> {
  const columns = sealedColumns[table];
  const { rows } = await db.raw<Row>(
    (tenantId) => sql`
      SELECT id, ${sql.join(columns.map((name) => sql.ref(name)))} FROM ${sql.table(table)}
      WHERE tenant_id = ${tenantId} FOR UPDATE`,
  );
  for (const row of rows) {
    const old = columns.flatMap((name) => {
      const sealed = row[name];
      return Buffer.isBuffer(sealed) && isOld(sealer, sealed) ? [{ name, sealed }] : [];
    });
    if (old.length === 0) continue;
    try {
      const place = { tenantId: db.tenantId, connectionId: row.id as ConnectionId };
      const anew = old.map(({ name, sealed }) => ({
        name,
        sealed: sealer.seal(sealer.open(sealed, place), place),
      }));
      const sets = anew.map(({ name, sealed }) => sql`${sql.ref(name)} = ${sealed}`);
      await db.raw(
        (tenantId) => sql`
          UPDATE ${sql.table(table)} SET ${sql.join(sets)} WHERE tenant_id = ${tenantId} AND id = ${row.id}`,
      );
      done.values += anew.length;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      done.failures.push(row.id);
    }
  }
}

const isOld = ({ sealingHead }: Sealer, sealed: Buffer): boolean =>
  !sealed.subarray(0, sealingHead.length).equals(sealingHead);
