import type { StartAll, StartedAllAnswer } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { syncAll } from './sync-all.ts';

/** Queues runs for a page of all tenants where they are needed; `deep`: for every tenant, so that drift is found. */
export async function startAllSyncs(context: AdminContext, input: StartAll): Promise<StartedAllAnswer> {
  const { nextId, ...counts } = await syncAll(context, {
    afterId: input.cursor ?? null,
    limit: input.limit,
    verifiedSince: input.deep ? context.now() : null,
  });
  return { ...counts, nextCursor: nextId };
}
