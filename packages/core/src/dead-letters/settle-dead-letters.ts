import type { DeadLetter } from '@tandem/db';
import { AppError, type Direction, type LaneKey, type TenantId } from '@tandem/schemas';
import type { SettledDeadLetters } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { dropLetter } from './drop-letter.ts';
import { filterOf } from './filter-of.ts';
import { type LetterDesk, lookAtLetter, openDesk } from './look-at-letter.ts';
import { refusalOf, replayLetter } from './replay-letter.ts';

interface SettleDeadLetters {
  tenantId: TenantId;
  direction?: Direction | undefined;
  reason?: string | undefined;
  since?: string | undefined;
  limit: number;
  /** Nothing is changed: only counted. */
  preview: boolean;
}

/** What is to be done with each. `replay`: what nobody knows the outcome of is never replayed by the dozen. */
type Settling = { action: 'replay'; force: boolean } | { action: 'drop'; why: string | null };

/**
 * Replays or drops the oldest dead letters that a filter finds, each in a commit of its own, so that one that is refused holds
 * up no other: those are counted by why. `matched`: all that the filter finds, also beyond `limit`.
 */
export async function settleDeadLetters(
  context: AdminContext,
  input: SettleDeadLetters,
  settling: Settling,
): Promise<SettledDeadLetters> {
  const desk = await openDesk(context, input.tenantId);
  const filter = filterOf(input);
  const matched = await desk.scope.deadLetters.count(filter);
  const letters = await desk.scope.deadLetters.oldest({ ...filter, limit: input.limit });
  const done = new Set<string>();
  const refused = new Map<string, number>();
  const lanes = new Map<string, LaneKey>();
  for (const letter of letters) {
    if (done.has(letter.id)) continue;
    try {
      const settled = await settleOne(context, { desk, letter, settling, preview: input.preview });
      for (const id of settled.ids) done.add(id);
      if (settled.lane) lanes.set(JSON.stringify(settled.lane), settled.lane);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.set(error.public, (refused.get(error.public) ?? 0) + 1);
    }
  }
  if (lanes.size > 0) context.wakeLanes([...lanes.values()]);
  const refusals = [...refused].map(([why, count]) => ({ why, count })).sort((a, b) => b.count - a.count);
  return { preview: input.preview, matched, done: done.size, refused: refusals };
}

interface SettleOne {
  desk: LetterDesk;
  letter: DeadLetter;
  settling: Settling;
  preview: boolean;
}

async function settleOne(
  context: AdminContext,
  { desk, letter, settling, preview }: SettleOne,
): Promise<{ ids: readonly string[]; lane: LaneKey | null }> {
  const { id } = letter;
  switch (settling.action) {
    case 'drop':
      if (!preview) await dropLetter(context, { desk, letter, why: settling.why });
      return { ids: [id], lane: null };
    case 'replay': {
      const how = { force: settling.force, knowsUndelivered: false };
      if (!preview) return await replayLetter(context, { desk, id, ...how });
      const { standing, decision } = await lookAtLetter(context, { desk, id });
      const refusal = refusalOf(decision, how);
      if (refusal !== null) throw new AppError('conflict', { public: refusal });
      return { ids: standing.outbound ? [id] : standing.mergedIds, lane: null };
    }
  }
}
