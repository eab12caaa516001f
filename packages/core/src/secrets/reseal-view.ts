import type { Reseal } from '@tandem/db';
import type { ResealView } from '@tandem/schemas/admin';

/** A reseal as answered. */
export const resealView = (reseal: Reseal): ResealView => ({
  id: reseal.id,
  keyId: reseal.keyId,
  status: reseal.status,
  total: reseal.total,
  done: reseal.done,
  failures: reseal.failures,
  createdAt: reseal.createdAt.toISOString(),
  endedAt: reseal.endedAt?.toISOString() ?? null,
});
