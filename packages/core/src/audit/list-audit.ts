import type { AuditRecord, AuditRequest, Page } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';
import type { AuditView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';

interface AuditPage {
  audit: AuditView[];
  nextCursor: string | null;
}

/** One page of a tenant's changes, the newest first. */
export async function listAudit(
  context: AdminContext,
  { tenantId, ...request }: AuditRequest & { tenantId: TenantId },
): Promise<AuditPage> {
  return toAnswer(await context.database.enter(tenantId).audit.list(request));
}

/** One page of all changes there are, the platform's own among them, the newest first. */
export async function listAllAudit(context: AdminContext, request: AuditRequest): Promise<AuditPage> {
  return toAnswer(await context.database.platform.auditLog.list(request));
}

const toAnswer = ({ items, nextCursor }: Page<AuditRecord>): AuditPage => ({
  audit: items.map((record) => ({ ...record, createdAt: record.createdAt.toISOString() })),
  nextCursor,
});
