import type { Erasure } from '@tandem/db';
import type { ReceiptView } from '@tandem/schemas/admin';

/** An erasure as answered: nothing in it is personal. */
export const receiptView = (erasure: Erasure): ReceiptView => ({
  id: erasure.id,
  state: erasure.endedAt === null ? 'under-way' : 'done',
  removed: erasure.removed,
  engine: erasure.engine,
  orderedBy: erasure.actor,
  orderedAt: erasure.createdAt.toISOString(),
  doneAt: erasure.endedAt?.toISOString() ?? null,
});
