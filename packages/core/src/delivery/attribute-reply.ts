import type { Turn } from '@tandem/db';

/**
 * Which turn a reply answers. Engines do not say (contracts/botpress.md §7.4): the oldest turn that waits and was taken
 * before the reply was made; else the newest that has an answer already, whose further reply it is; else none. Pure.
 */
export function attributeReply(turns: readonly Turn[], createdAtMs: number | null): Turn | null {
  const before = turns.filter(
    (turn) => createdAtMs === null || turn.takenAt === null || turn.takenAt.getTime() <= createdAtMs,
  );
  return (
    before.find((turn) => turn.state === 'waiting' || turn.state === 'sending') ??
    before.findLast((turn) => turn.state === 'answered') ??
    null
  );
}
