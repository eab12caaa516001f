import type { TenantId } from '@tandem/schemas';
import type { KeyView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { keyView } from './key-view.ts';

/** Ends a key at once. Repeating it changes nothing. */
export async function revokeKey(
  context: AdminContext,
  input: { tenantId: TenantId | null; keyId: string },
): Promise<KeyView> {
  const { tenantId, keyId } = input;
  const { apiKeys } = context.database.platform;
  return keyView(await apiKeys.revoke({ tenantId, id: keyId, actor: context.actor, now: context.now() }));
}
