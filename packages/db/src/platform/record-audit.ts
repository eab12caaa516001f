import type { TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import { type AuditEntry, noTenant, toAuditRow } from '../audit-entry.ts';
import type { Tables } from '../schema/tables.ts';

/** Records a change made by platform work, in the transaction that makes it. `tenantId` null: it concerns no tenant. */
export async function recordAudit(
  tx: Kysely<Tables>,
  entry: AuditEntry & { tenantId: TenantId | null },
): Promise<void> {
  await tx
    .insertInto('audit_log')
    .values({ ...toAuditRow(entry), tenant_id: entry.tenantId ?? noTenant })
    .execute();
}
