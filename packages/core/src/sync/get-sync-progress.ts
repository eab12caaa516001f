import { AppError, type TenantId } from '@tandem/schemas';
import type { SyncProgressView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';

/** How far a run is, for those who ask often. AppError `not_found`. */
export async function getSyncProgress(
  context: AdminContext,
  input: { tenantId: TenantId; syncRunId: string },
): Promise<SyncProgressView> {
  const progress = await context.database.enter(input.tenantId).syncRuns.readProgress(input.syncRunId);
  if (!progress) throw new AppError('not_found', { public: 'There is no sync run with this id.' });
  return progress;
}
