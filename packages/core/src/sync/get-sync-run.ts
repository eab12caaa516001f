import { AppError, type TenantId } from '@tandem/schemas';
import type { SyncRunView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';

/** How far a run is and what became of each entry. */
export async function getSyncRun(
  context: AdminContext,
  input: { tenantId: TenantId; syncRunId: string },
): Promise<SyncRunView> {
  const run = await context.database.enter(input.tenantId).syncRuns.get(input.syncRunId);
  if (!run) throw new AppError('not_found', { public: 'There is no sync run with this id.' });
  const { id, status, total, done, failed, entries } = run;
  return { id, status, total, done, failed, entries };
}
