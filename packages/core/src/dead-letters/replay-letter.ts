import type { LetterStanding, TenantScope } from '@tandem/db';
import { AppError, formatActor, type LaneKey } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { later } from '../lanes/earliest.ts';
import type { ReplayDecision } from './decide-replay.ts';
import { type LetterDesk, lookAtLetter } from './look-at-letter.ts';

interface ReplayLetter {
  desk: LetterDesk;
  id: string;
  /** Also when the conversation has moved on. */
  force: boolean;
  /** Also when nobody recorded whether it was delivered: the caller has looked. */
  knowsUndelivered: boolean;
}

/**
 * Queues a dead letter in its lane once more, in the commit of its audit row. One conditional update decides among those who
 * replay or drop it at once. Answers what was queued with it, and the lane that has work. AppError `conflict`: it is not dead
 * any more, or something stands against it.
 */
export async function replayLetter(
  context: AdminContext,
  input: ReplayLetter,
): Promise<{ ids: string[]; lane: LaneKey }> {
  const { desk, id, force, knowsUndelivered } = input;
  const { standing, decision } = await lookAtLetter(context, input);
  const { letter, outbound, mergedIds } = standing;
  if (letter.state !== 'dead') throw isSettled(standing);
  const refusal = refusalOf(decision, input);
  if (refusal !== null) throw new AppError('conflict', { public: refusal });
  const ids = outbound ? [letter.id] : mergedIds;
  const at = context.now();
  await desk.scope.transaction(async (scope) => {
    const settled = { state: 'replayed', by: formatActor(context.actor), why: null, at } as const;
    if ((await scope.deadLetters.settle(ids, settled)) !== ids.length) throw isSettled(standing);
    await (outbound ? requeueReply(context, scope, input, standing) : requeueMessages(scope, standing));
    await scope.lanes.touch(letter, at);
    await scope.audit.record({
      actor: context.actor,
      action: 'dead-letter.replay',
      subject: `message:${id}`,
      before: { direction: letter.direction, kind: letter.kind, reason: letter.reason },
      after: { ids, force, iKnowItWasNotDelivered: knowsUndelivered, stale: decision.stale },
      now: at,
    });
  });
  const { connectionId, conversationId, direction } = letter;
  return { ids, lane: { tenantId: desk.tenantId, connectionId, conversationId, direction } };
}

/** Why it is refused, and what helps; null: it is not. Pure. */
export function refusalOf(
  { blocked, stale, isInDoubt }: ReplayDecision,
  { force, knowsUndelivered }: Pick<ReplayLetter, 'force' | 'knowsUndelivered'>,
): string | null {
  if (blocked.length > 0) return `It cannot be replayed: ${blocked.join('; ')}.`;
  if (isInDoubt && !knowsUndelivered)
    return 'Nobody knows whether it was delivered: look in the conversation, and replay it with iKnowItWasNotDelivered if it is not there.';
  if (stale.length > 0 && !force)
    return `It is stale: ${stale.join('; ')}. Replay it with force, or drop it.`;
  return null;
}

async function requeueReply(
  context: AdminContext,
  scope: TenantScope,
  { desk }: ReplayLetter,
  standing: LetterStanding,
): Promise<void> {
  const { letter, outbound, turnId } = standing;
  const at = context.now();
  const id = letter.id as Parameters<TenantScope['letterReplays']['reply']>[0];
  const expiresAt = later(at, desk.config.replyTtlMinutes * 60_000);
  if (!(await scope.letterReplays.reply(id, expiresAt))) throw isSettled(standing);
  if (outbound?.kind !== 'reply' || turnId === null) return;
  await scope.together(scope.letterReplays.turnOfReply(turnId, { by: formatActor(context.actor), at }));
}

async function requeueMessages(scope: TenantScope, standing: LetterStanding): Promise<void> {
  const { mergedIds } = standing;
  if ((await scope.letterReplays.messages(mergedIds)) !== mergedIds.length) throw isSettled(standing);
}

const isSettled = ({ letter }: LetterStanding): AppError =>
  new AppError('conflict', {
    public:
      letter.state === 'dead'
        ? 'It has just been settled by somebody else: look again.'
        : `It is dead no longer: ${letter.state} by ${letter.settledBy ?? 'somebody'}.`,
  });
