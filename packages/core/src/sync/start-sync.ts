import { AppError, type TenantId } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { readTarget } from './sync-target.ts';

/**
 * Asks for a push of configuration and knowledge to the tenant's engine: the run that waits already, or one more behind the
 * one that runs. A worker finds it in MySQL even when nobody wakes it. AppError `unprocessable`: the tenant has no engine.
 */
export async function startSync(
  context: AdminContext,
  input: { tenantId: TenantId },
): Promise<{ id: string; status: 'queued' }> {
  const { tenantId } = input;
  const scope = context.database.enter(tenantId);
  if ((await readTarget(context, scope)).kind === 'none') {
    throw new AppError('unprocessable', {
      public: 'The tenant has no Botpress connection: set one with PUT …/connections first.',
    });
  }
  const { version } = await scope.config.read();
  const { id } = await scope.syncRuns.request({
    configVersion: version,
    actor: context.actor,
    now: context.now(),
  });
  await context.enqueueSync({ tenantId, syncRunId: id });
  return { id, status: 'queued' };
}
