import type { Direction, TenantId } from '@tandem/schemas';
import type { DeadLetterView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { filterOf } from './filter-of.ts';
import { letterView } from './letter-view.ts';

interface ListDeadLetters {
  tenantId: TenantId;
  direction?: Direction | undefined;
  reason?: string | undefined;
  since?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** One page of what a tenant could not carry and nobody has settled, the newest message first; `total`: of all pages. */
export async function listDeadLetters(
  context: AdminContext,
  input: ListDeadLetters,
): Promise<{ deadLetters: DeadLetterView[]; total: number; nextCursor: string | null }> {
  const { deadLetters } = context.database.enter(input.tenantId);
  const { cursor, limit } = input;
  const filter = filterOf(input);
  const { items, nextCursor } = await deadLetters.page({ ...filter, cursor, limit });
  return { deadLetters: items.map(letterView), total: await deadLetters.count(filter), nextCursor };
}
