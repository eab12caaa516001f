import type { TenantId } from '@tandem/schemas';
import type { ReceiptView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { receiptView } from './receipt-view.ts';

/** One page of the erasures of a tenant, in the order they were asked for. */
export async function listReceipts(
  context: AdminContext,
  input: { tenantId: TenantId; cursor?: string | undefined; limit: number },
): Promise<{ receipts: ReceiptView[]; nextCursor: string | null }> {
  const { items, nextCursor } = await context.database.enter(input.tenantId).erasures.list(input);
  return { receipts: items.map(receiptView), nextCursor };
}
