import { fillConfig, type TenantId } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { checkCarried } from './check-carried.ts';
import { dialectOf } from './dialect-of.ts';

export type SyncContext = Pick<AdminContext, 'database' | 'now'> & {
  installation: Pick<AdminContext['installation'], 'botpress'>;
};

/**
 * Does a queued run. Both dialects of this release (`chat_api`, `generic`) carry configuration and knowledge in every
 * request, so that there is nothing to upload: the run looks at what the engine gets and says so. One that is over or
 * cancelled is left.
 */
export async function runSync(
  context: SyncContext,
  job: { tenantId: TenantId; syncRunId: string },
): Promise<void> {
  const { tenantId, syncRunId } = job;
  const scope = context.database.enter(tenantId);
  if (!(await scope.syncRuns.begin(syncRunId))) return;
  const dialect = await dialectOf(context, scope);
  const end = { total: 0, done: 0, failed: 0, entries: [], now: context.now() };
  if (dialect === null) {
    await scope.syncRuns.finish(syncRunId, { ...end, status: 'failed' });
    return;
  }
  const { config, version } = await scope.config.read();
  const knowledge = await scope.knowledge.list();
  const now = context.now();
  const entries = checkCarried({
    tenantId,
    dialect,
    config: fillConfig(config),
    configVersion: version,
    knowledge,
    now,
  });
  const failed = entries.filter(({ outcome }) => outcome === 'failed').length;
  const total = entries.length;
  const status = failed === 0 ? 'succeeded' : 'failed';
  await scope.syncRuns.finish(syncRunId, { status, total, done: total - failed, failed, entries, now });
}
