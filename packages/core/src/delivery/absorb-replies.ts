import type { End, Outbound, PendingInbound, Session, Statement, TenantScope, Turn } from '@tandem/db';
import { type Content, configDefaults, type OutboundId } from '@tandem/schemas';
import { countFallback, fallbacksIn } from '../handoff/count-fallback.ts';
import { handOverAsAsked, handoffRequestOf } from '../handoff/hand-over-as-asked.ts';
import { handOverTurn } from '../handoff/hand-over-turn.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { earliest, later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { repliesMax } from '../lanes/look.ts';
import { unreadableEnd } from '../routing/hear.ts';
import { mayBeShown } from '../typing/may-be-shown.ts';
import { attributeReply } from './attribute-reply.ts';
import { breakLoop, isLooping, loopReason } from './break-loop.ts';
import { describeReply } from './describe-reply.ts';
import { expandContents } from './expand-contents.ts';
import { noteOffers } from './note-offers.ts';
import { queueActions } from './queue-actions.ts';
import { type ReadReply, readReplies } from './read-replies.ts';
import { isSuperseded, supersededReason } from './superseded.ts';

/**
 * Whose answer a reply is shows once the engine's time of the turn is known. A worker that went away in between has its turn
 * looked up by another within its lease and a sweep: held longer than both.
 */
const heldMaxMs = 30_000;
const lookAgainMs = 300;
/** When several turns wait, a reply may be another's than the oldest's: a lost one is looked for this soon. */
const pullAfterMs = 2_000;

interface AbsorbReplies {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session | null;
  turns: Turn[];
  /** Stored replies, in the order of arrival. */
  pending: readonly PendingInbound[];
  /** Whether nothing waits to be carried before them. */
  isNext: boolean;
}

interface Absorbed {
  /** What they made to be carried; null when more than that changed and is to be read again. */
  added: Outbound[] | null;
  /** The first of them, when it was claimed in the same commit. */
  claimedId: OutboundId | null;
  /** When to look again for replies still gathering; null when none is left. */
  againAt: Date | null;
}

/** Turns stored replies into messages to be carried, in the bot's order. `turns` come to be what it makes of them. */
export async function absorbReplies(context: LaneContext, input: AbsorbReplies): Promise<Absorbed> {
  const { lane, pending } = input;
  const now = context.now();
  const gathering = pending.filter(({ availableAt }) => availableAt !== null && availableAt > now);
  const gathered = pending.filter((reply) => !gathering.includes(reply));
  const gatheredAt = earliest(...gathering.map(({ availableAt }) => availableAt));
  if (gathered.length === 0) return { added: [], claimedId: null, againAt: gatheredAt };
  const { replies, unreadable } = readReplies(context.integrations, gathered);
  const early = replies.findIndex((reply) => isTooEarly(context, { turns: input.turns, reply }));
  const ready = early < 0 ? replies : replies.slice(0, early);
  const { turns, ...made } = await lane.scope.transaction(async (scope) => {
    const turns = input.turns.map((turn) => ({ ...turn }));
    const session = input.session && { ...input.session };
    const steps: Statement<unknown>[] = [];
    const added: Outbound[] = [];
    if (unreadable.length > 0) steps.push(scope.inbound.end(unreadable, unreadableEnd, context.now()));
    const { isNext } = input;
    const streak = { said: session?.botStreak ?? 0, isBroken: false };
    for (const reply of ready)
      await absorb(context, { ...input, session, turns, scope, steps, added, streak, reply });
    if (session && turns.some((turn) => turn.state === 'ended' && mayBeShown(turn, now)))
      steps.push(scope.sessions.progress(session.id, { typing: true }));
    const isPlain = !(streak.isBroken || ready.some(addsMore));
    const [first] = isNext && isPlain && input.tenant?.active ? added : [];
    const how = { kind: 'reply', owner: 'bot', at: context.now() } as const;
    const claim = first ? [scope.outbound.claim(first.id, how)] : [];
    // The lane comes last, as where an echo is stored, so that the two never wait for each other in a circle.
    const answers = await scope.together([...steps, ...claim, lane.renewal(scope)]);
    lane.prove(answers.at(-1) === true);
    const claimedId = first && answers.at(-2) === true ? first.id : null;
    return { turns, added: isPlain ? added : null, claimedId };
  });
  lane.head = null;
  input.turns.splice(0, input.turns.length, ...turns);
  if (early >= 0) return { ...made, againAt: later(context.now(), lookAgainMs) };
  return { ...made, againAt: pending.length === repliesMax ? context.now() : gatheredAt };
}

/** Handoffs, which fallbacks may come to, and actions queue more than the reply's own messages. */
const addsMore = ({ reply }: ReadReply): boolean =>
  handoffRequestOf(reply) !== null || reply.fallback || reply.actions.length > 0;

/** A turn that is still on its way is answered by nothing: what came too early waits, so that no turn ends untold. */
function isTooEarly(context: LaneContext, input: { turns: readonly Turn[]; reply: ReadReply }): boolean {
  const { turns, reply } = input;
  const turn = attributeReply(turns, reply.createdAtMs);
  if (turn?.state !== 'sending') return false;
  return reply.createdAtMs === null || context.now() < later(reply.receivedAt, heldMaxMs);
}

interface Absorb {
  lane: HeldLane;
  scope: TenantScope;
  tenant: TenantView | null;
  session: Session | null;
  turns: Turn[];
  /** What is to be sent with the next packet of the transaction. */
  steps: Statement<unknown>[];
  /** Messages to be carried, as they will stand in the ledger. */
  added: Outbound[];
  /** How much the bot has said in a row, and whether a human was asked for because of it. */
  streak: { said: number; isBroken: boolean };
  reply: ReadReply;
}

type AbsorbInto = Absorb & { session: Session };

async function absorb(context: LaneContext, input: Absorb): Promise<void> {
  const { scope, session, steps, reply } = input;
  input.lane.head = { type: 'reply', id: reply.id };
  const take = (end: End) => void steps.push(scope.inbound.end([reply.id], end, context.now()));
  if (!session) return take({ kind: 'dead', reason: 'unknown conversation' });
  if (reply.engineConversationId !== null && reply.engineConversationId !== session.engineConversationId)
    return take({ kind: 'suppressed', reason: 'stale session' });
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
