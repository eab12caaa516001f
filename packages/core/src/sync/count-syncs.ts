import type { AdminContext } from '../admin/admin-context.ts';

/** How many runs of all tenants wait and how many run. */
export async function countSyncs(context: AdminContext): Promise<{ queued: number; running: number }> {
  return await context.database.platform.syncWork.counts();
}
