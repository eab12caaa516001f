import { AppError, type TenantId } from '@tandem/schemas';
import type { ReceiptView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { receiptView } from './receipt-view.ts';

export async function getReceipt(
  context: AdminContext,
  input: { tenantId: TenantId; receiptId: string },
): Promise<ReceiptView> {
  const erasure = await context.database.enter(input.tenantId).erasures.get(input.receiptId);
  if (!erasure) throw new AppError('not_found', { public: 'There is no receipt with this id.' });
  return receiptView(erasure);
}
