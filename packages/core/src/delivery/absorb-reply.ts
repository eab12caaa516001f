import type { End, Outbound, Session, Statement, TenantScope, Turn } from '@tandem/db';
import { type Content, configDefaults, type OutboundId } from '@tandem/schemas';
import { countFallback, fallbacksIn } from '../handoff/count-fallback.ts';
import { handOverAsAsked, handoffRequestOf } from '../handoff/hand-over-as-asked.ts';
import { handOverTurn } from '../handoff/hand-over-turn.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { attributeReply } from './attribute-reply.ts';
import { breakLoop, isLooping, loopReason } from './break-loop.ts';
import { describeReply } from './describe-reply.ts';
import { expandContents } from './expand-contents.ts';
import { isOfThePast } from './is-of-the-past.ts';
import { noteOffers } from './note-offers.ts';
import { queueActions } from './queue-actions.ts';
import type { ReadReply } from './read-replies.ts';
import { isSuperseded, supersededReason } from './superseded.ts';

/** When several turns wait, a reply may be another's than the oldest's: a lost one is looked for this soon. */
const pullAfterMs = 2_000;

/** A reply, and what replies have come to so far. */
export interface AbsorbReply {
  lane: HeldLane;
  scope: TenantScope;
  tenant: TenantView | null;
  session: Session | null;
  turns: Turn[];
  /** What is to be sent. */
  steps: Statement<unknown>[];
  /** Messages to be carried, as they will stand in the ledger. */
  added: Outbound[];
  /** How much the bot has said in a row, and whether a human was asked for because of it. */
  streak: { said: number; isBroken: boolean };
  reply: ReadReply;
}

type AbsorbInto = AbsorbReply & { session: Session };

/**
 * Turns one reply into messages to be carried, as steps to be sent in one commit. `turns`, `added` and `streak` come to be what it
 * makes of them. One that asks for a human, or breaks a loop, writes at once: in a transaction.
 */
export async function absorbReply(context: LaneContext, input: AbsorbReply): Promise<void> {
  const { scope, session, steps, reply } = input;
  input.lane.head = { type: 'reply', id: reply.id };
  const take = (end: End) => void steps.push(scope.inbound.end([reply.id], end, context.now()));
  if (!session) return take({ kind: 'dead', reason: 'unknown conversation' });
  if (isOfThePast(reply, session)) return take({ kind: 'suppressed', reason: 'stale session' });
  const told = input.turns.filter(({ state }) => state !== 'sending');
  const turn = attributeReply(told, reply.createdAtMs);
  if (isLooping({ ...input, session, said: input.streak.said }) && reply.reply.contents.length > 0) {
    take({ kind: 'suppressed', reason: loopReason(input.streak.said) });
    return await stopTalk(context, { ...input, session }, turn);
  }
  const saidBefore = turn === null || turn.state === 'answered';
  const into = { ...input, session };
  const { contents: said } = reply.reply;
  const { contents, isCut } = await expandContents(context, { scope, key: input.lane.key, contents: said });
  take({
    kind: 'recorded',
    reason: describeReply({ tenant: input.tenant, reply: reply.reply, turn, isCut }),
  });
  const madeAtMs = reply.createdAtMs ?? reply.receivedAt.getTime();
  const { turns } = input;
  const isStale = isSuperseded({ config: input.tenant?.config, turns, turnId: turn?.id ?? null, madeAtMs });
  steps.push(...queueContents(context, { ...into, turn, contents, isStale }));
  if (!isStale) steps.push(...noteOffers({ ...into, turn, contents: said }));
  steps.push(...queueActions(context, { ...into, turn, replyId: reply.id, reply: reply.reply }));
  if (turn) steps.push(answer(context, into, turn));
  steps.push(...pullForOthers(context, into));
  if (!reply.reply.fallback && session.fallbackAt)
    steps.push(scope.sessions.progress(session.id, { fallbackAt: null }));
  const inARow = turn ? count(context, into, turn) : 0;
  const request = handoffRequestOf(reply.reply);
  const { enableHumanHandoff, escalationRules } = (input.tenant ?? { config: configDefaults }).config;
  const isTooMany = enableHumanHandoff && inARow >= escalationRules.maxFallbacks;
  if (!request && !isTooMany) return;
  await scope.together(steps.splice(0));
  const handing = { ...into, turn, replyId: reply.id, said: saidBefore || said.length > 0 };
  if (request) await handOverAsAsked(context, { ...handing, request });
  if (!isTooMany) return;
  const reason = `the bot had no answer ${inARow === 1 ? 'once' : `${inARow} times in a row`}`;
  await handOverTurn(context, { ...handing, reason, by: 'tandem', request });
}

/** Counts fallbacks in a row; answers how many there are when this reply made it one more. */
function count(context: LaneContext, { scope, session, steps, reply }: AbsorbInto, turn: Turn): number {
  const isFallback = reply.reply.fallback;
  const streak = countFallback({ session, turnId: turn.id, isFallback, at: context.now() });
  if (streak === null) return 0;
  session.fallbacks = streak;
  steps.push(scope.marks.fallbacks(session.id, streak));
  return fallbacksIn(streak);
}

/** Other turns that waited when this reply was made: if theirs was the lost one, it is not found only at their deadline. */
function pullForOthers(context: LaneContext, input: AbsorbInto): Statement<void>[] {
  const { scope, turns, reply } = input;
  const madeAtMs = reply.createdAtMs;
  if (madeAtMs === null) return [];
  return turns
    .filter(({ state, takenAt }) => state === 'waiting' && takenAt !== null && takenAt.getTime() <= madeAtMs)
    .map(({ id }) => scope.turns.checkAt(id, later(context.now(), pullAfterMs)));
}

/** The bot talks to itself: what it says further is not shown, and others are asked to look. */
async function stopTalk(context: LaneContext, input: AbsorbInto, turn: Turn | null): Promise<void> {
  const { scope, steps, streak, reply } = input;
  if (streak.isBroken) return;
  streak.isBroken = true;
  await scope.together(steps.splice(0));
  await breakLoop(context, { ...input, turn, replyId: reply.id, said: streak.said });
}

/** What is stale already keeps its place in the ledger, with the reason why it is not carried. */
function queueContents(
  context: LaneContext,
  input: AbsorbInto & { turn: Turn | null; contents: readonly Content[]; isStale: boolean },
): Statement<unknown>[] {
  const { lane, scope, session, reply, tenant, turn, contents, isStale } = input;
  const at = context.now();
  const ttlMinutes = (tenant?.config ?? configDefaults).replyTtlMinutes;
  const messages = contents.map((content) => ({
    id: context.newId<OutboundId>(),
    sessionId: session.id,
    turnId: turn?.id ?? null,
    inboundId: reply.id,
    kind: 'reply' as const,
    payload: JSON.stringify(content),
    expiresAt: later(at, ttlMinutes * 60_000),
    createdAt: at,
  }));
  const { connectionId, conversationId } = lane.key;
  const said = isStale ? 0 : reply.reply.contents.length;
  const append = scope.outbound.append(
    { connectionId, conversationId, sessionId: session.id },
    messages,
    said,
  );
  if (isStale) {
    const stale = { state: 'suppressed', reason: supersededReason } as const;
    return [...append, ...messages.map(({ id }) => scope.outbound.drop(id, stale))];
  }
  input.added.push(...messages.map((message) => ({ ...message, ...asAppended })));
  input.streak.said += said;
  return append;
}

/** How a message stands right after it was appended. */
const asAppended = {
  state: 'pending',
  attempts: 0,
  nextAttemptAt: null,
  claimedAt: null,
  settleAt: null,
} as const;

/** An empty reply to a turn means that the bot chose to say nothing. */
function answer(context: LaneContext, input: AbsorbInto, turn: Turn): Statement<void> {
  const { lane, scope, reply } = input;
  const isSilent =
    reply.reply.contents.length === 0 && !handoffRequestOf(reply.reply) && turn.state !== 'answered';
  turn.state = isSilent ? 'ended' : 'answered';
  if (!isSilent) return scope.turns.answered(turn.id);
  const end = { kind: 'silent', reason: 'the bot chose to say nothing' } as const;
  return scope.turns.end(lane.key, turn.id, end, context.now());
}
