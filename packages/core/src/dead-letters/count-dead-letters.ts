import type { Direction } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { wordsForReason } from '../messages/reason-words.ts';

export interface ReasonCount {
  direction: Direction;
  /** As it is recorded, with `…` for what differs from case to case. */
  reason: string;
  count: number;
}

/** What no tenant of the platform could carry, by direction and reason, the most frequent first. */
export async function countDeadLetters(context: AdminContext): Promise<ReasonCount[]> {
  const counts = new Map<string, ReasonCount>();
  for (const { direction, reason, count } of await context.database.platform.deadLetters.byReason()) {
    const form = wordsForReason(reason)?.reason ?? reason;
    const key = `${direction} ${form}`;
    counts.set(key, { direction, reason: form, count: (counts.get(key)?.count ?? 0) + count });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}
