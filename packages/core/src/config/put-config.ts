import type { TenantId } from '@tandem/schemas';
import type { ConfigAnswer, PutConfig } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { readConfig } from './get-config.ts';
import { writeConfig } from './write-config.ts';

/**
 * The next version: given fields replace, `null` resets, others stay; `knowledgeBase`, when given, replaces all entries.
 * AppError `conflict` (another version than expected, a claimed inbox), `forbidden` (an inbox of the default Chatwoot).
 */
export async function putConfig(
  context: AdminContext,
  input: PutConfig & { tenantId: TenantId },
): Promise<ConfigAnswer> {
  return await writeConfig(context, { ...input, read: readConfig });
}
