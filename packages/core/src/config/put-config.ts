import type { TenantId } from '@tandem/schemas';
import type { ConfigAnswer, PutConfig } from '@tandem/schemas/admin';
import { type AdminContext, claimRights } from '../admin/admin-context.ts';
import { scheduleSync } from '../sync/schedule-sync.ts';
import { readConfig } from './get-config.ts';

/**
 * The next version: given fields replace, `null` resets, others stay; `knowledgeBase`, when given, replaces all entries.
 * AppError `conflict` (another version than expected, a claimed inbox), `forbidden` (an inbox of the default Chatwoot).
 */
export async function putConfig(
  context: AdminContext,
  input: PutConfig & { tenantId: TenantId },
): Promise<ConfigAnswer> {
  const { tenantId, config: patch = {}, knowledgeBase, expectedVersion } = input;
  const { answer, revision } = await context.database.enter(tenantId).transaction(async (scope) => {
    const { actor } = context;
    const change = { patch, knowledgeBase, expectedVersion, actor, now: context.now() };
    const written = await scope.config.write({ ...change, ...claimRights(context) });
    await scheduleSync(context, scope);
    return { answer: await readConfig(scope), revision: written.revision };
  });
  context.notifyChange(tenantId, revision);
  return answer;
}
