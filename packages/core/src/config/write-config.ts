import type { TenantScope } from '@tandem/db';
import type { ConfigPatch, KnowledgeEntry, TenantId } from '@tandem/schemas';
import { type AdminContext, claimRights } from '../admin/admin-context.ts';
import { scheduleSync } from '../sync/schedule-sync.ts';

interface WriteConfig<Answer> {
  tenantId: TenantId;
  config?: ConfigPatch | undefined;
  knowledgeBase?: readonly KnowledgeEntry[] | undefined;
  expectedVersion?: number | undefined;
  /** Runs in the transaction, after the write. */
  read(scope: TenantScope, written: { version: number }): Promise<Answer>;
}

/**
 * Writes the next version of a tenant's configuration, has it synced and tells every process; answers what `read` does.
 * AppError `conflict` (another version than expected, a claimed inbox), `forbidden` (an inbox of the default Chatwoot).
 */
export async function writeConfig<Answer>(
  context: AdminContext,
  input: WriteConfig<Answer>,
): Promise<Answer> {
  const { tenantId, config: patch = {}, knowledgeBase, expectedVersion } = input;
  const { answer, revision } = await context.database.enter(tenantId).transaction(async (scope) => {
    const { actor } = context;
    const change = { patch, knowledgeBase, expectedVersion, actor, now: context.now() };
    const written = await scope.config.write({ ...change, ...claimRights(context) });
    await scheduleSync(context, scope);
    return { answer: await input.read(scope, written), revision: written.revision };
  });
  context.notifyChange(tenantId, revision);
  return answer;
}
