import { AppError, type TenantId } from '@tandem/schemas';
import type { KeyView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { checkManages } from './check-manages.ts';
import { keyView } from './key-view.ts';

/** Ends a key at once. Repeating it changes nothing. AppError `not_found`, `forbidden` (a role above the caller's). */
export async function revokeKey(
  context: AdminContext,
  input: { tenantId: TenantId | null; keyId: string },
): Promise<KeyView> {
  const { tenantId, keyId } = input;
  const { apiKeys } = context.database.platform;
  const current = await apiKeys.get(tenantId, keyId);
  if (!current) throw new AppError('not_found', { public: 'There is no such key.' });
  checkManages(context, current.role);
  return keyView(await apiKeys.revoke({ tenantId, id: keyId, actor: context.actor, now: context.now() }));
}
