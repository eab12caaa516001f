export type { ErasureContext } from './context.ts';
export { eraseContact } from './erase-contact.ts';
export { getReceipt } from './get-receipt.ts';
export { listReceipts } from './list-receipts.ts';
export { sweepErasures } from './sweep-erasures.ts';
