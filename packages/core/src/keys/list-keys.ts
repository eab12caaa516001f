import type { TenantId } from '@tandem/schemas';
import type { KeyView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { keyView } from './key-view.ts';

interface ListKeys {
  /** Null: those of the platform. */
  tenantId: TenantId | null;
  cursor?: string | undefined;
  limit: number;
}

/** One page of keys in the order of creation, ended ones too. */
export async function listKeys(
  context: AdminContext,
  input: ListKeys,
): Promise<{ keys: KeyView[]; nextCursor: string | null }> {
  const { items, nextCursor } = await context.database.platform.apiKeys.list(input.tenantId, input);
  return { keys: items.map(keyView), nextCursor };
}
