import { AppError, type TenantId } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { dialectOf } from './dialect-of.ts';
import { runSync } from './run-sync.ts';

/**
 * Queues a push of configuration and knowledge to the tenant's engine. Without Redis it is done right here: the run is a
 * row, and must not wait for a worker that nobody wakes. AppError `unprocessable`: the tenant has no engine.
 */
export async function startSync(
  context: AdminContext,
  input: { tenantId: TenantId },
): Promise<{ id: string; status: 'queued' | 'succeeded' | 'failed' }> {
  const { tenantId } = input;
  const scope = context.database.enter(tenantId);
  if ((await dialectOf(context, scope)) === null) {
    throw new AppError('unprocessable', {
      public: 'The tenant has no Botpress connection: set one with PUT …/connections first.',
    });
  }
  const { version } = await scope.config.read();
  const run = await scope.syncRuns.create({
    configVersion: version,
    actor: context.actor,
    now: context.now(),
  });
  const job = { tenantId, syncRunId: run.id };
  if ((await context.enqueueSync(job)) === 'unavailable') await runSync(context, job);
  const { status } = (await scope.syncRuns.get(run.id)) ?? run;
  return { id: run.id, status: status === 'succeeded' || status === 'failed' ? status : 'queued' };
}
