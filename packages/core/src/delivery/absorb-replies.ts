import type { End, Session, TenantScope, Turn } from '@tandem/db';
import { LeaseLost } from '@tandem/integrations/contract';
import { configDefaults, type OutboundId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { earliest, later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { attributeReply } from './attribute-reply.ts';
import { handOverAsAsked, handoffRequestOf, mayAskForHuman } from './hand-over-as-asked.ts';
import { noteOffers } from './note-offers.ts';
import { queueActions, refusedActions } from './queue-actions.ts';
import { type ReadReply, readReplies } from './read-replies.ts';

const lookMax = 50;
/**
 * Whose answer a reply is shows once the engine's time of the turn is known. A worker that went away in between has its turn
 * looked up by another within its lease and a sweep: held longer than both.
 */
const heldMaxMs = 30_000;
const lookAgainMs = 300;
/** When several turns wait, a reply may be another's than the oldest's: a lost one is looked for this soon. */
const pullAfterMs = 2_000;

/**
 * Turns stored replies into messages to be carried, in the bot's order. Answers when to look again for replies that are
 * still gathering; null when none is left.
 */
export async function absorbReplies(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView | null; session: Session | null; turns: Turn[] },
): Promise<Date | null> {
  const { lane } = input;
  const stored = await lane.scope.inbound.pending(lane.key, { kinds: ['reply'], limit: lookMax });
  const now = context.now();
  const gathering = stored.filter(({ availableAt }) => availableAt !== null && availableAt > now);
  const gathered = stored.filter((reply) => !gathering.includes(reply));
  const gatheredAt = earliest(...gathering.map(({ availableAt }) => availableAt));
  if (gathered.length === 0) return gatheredAt;
  const { replies, unreadable } = readReplies(context.integrations, gathered);
  const { isHeld, turns } = await lane.scope.transaction(async (scope) => {
    const turns = input.turns.map((turn) => ({ ...turn }));
    const end: End = { kind: 'dead', reason: 'the stored body can no longer be read' };
    await scope.inbound.end(unreadable, end, context.now());
    const early = replies.findIndex((reply) => isTooEarly(context, { turns, reply }));
    const ready = early < 0 ? replies : replies.slice(0, early);
    for (const reply of ready) await absorb(context, { ...input, turns, scope, reply });
    // The lane comes last, as where an echo is stored, so that the two never wait for each other in a circle.
    await lane.fence(scope);
    return { isHeld: early >= 0, turns };
  });
  input.turns.splice(0, input.turns.length, ...turns);
  if (isHeld) return later(context.now(), lookAgainMs);
  return stored.length === lookMax ? context.now() : gatheredAt;
}

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
  reply: ReadReply;
}

type Absorbed = Absorb & { session: Session };

async function absorb(context: LaneContext, input: Absorb): Promise<void> {
  const { session, reply } = input;
  const at = context.now();
  if (!session) return await take(input, { kind: 'dead', reason: 'unknown conversation' }, at);
  if (reply.engineConversationId !== null && reply.engineConversationId !== session.engineConversationId) {
    return await take(input, { kind: 'suppressed', reason: 'stale session' }, at);
  }
  const told = input.turns.filter(({ state }) => state !== 'sending');
  const turn = attributeReply(told, reply.createdAtMs);
  const saidBefore = turn === null || turn.state === 'answered';
  await take(input, { kind: 'recorded', reason: describe(input, turn) }, at);
  const absorbed = { ...input, session };
  await queueContents(context, absorbed, turn);
  await noteOffers({ ...absorbed, turn, contents: reply.reply.contents });
  await queueActions(context, { ...absorbed, turn, replyId: reply.id, reply: reply.reply });
  if (turn) await answer(context, absorbed, turn);
  await pullForOthers(context, absorbed);
  const request = handoffRequestOf(reply.reply);
  const said = saidBefore || reply.reply.contents.length > 0;
  if (request) await handOverAsAsked(context, { ...absorbed, turn, replyId: reply.id, request, said });
  if (!reply.reply.fallback && session.fallbackAt)
    await input.scope.sessions.progress(session.id, { fallbackAt: null });
}

/** Other turns that waited when this reply was made: if theirs was the lost one, it is not found only at their deadline. */
async function pullForOthers(context: LaneContext, input: Absorbed): Promise<void> {
  const { scope, turns, reply } = input;
  if (reply.createdAtMs === null) return;
  for (const turn of turns) {
    const isWaiting =
      turn.state === 'waiting' && turn.takenAt !== null && turn.takenAt.getTime() <= reply.createdAtMs;
    if (isWaiting) await scope.turns.checkAt(turn.id, later(context.now(), pullAfterMs));
  }
}

/** Ending the reply is the fence: a worker that lost the lane finds it ended, and its transaction is undone. */
async function take({ scope, reply }: Absorb, end: End, at: Date): Promise<void> {
  if (!(await scope.inbound.end([reply.id], end, at))) throw new LeaseLost();
}

async function queueContents(context: LaneContext, input: Absorbed, turn: Turn | null): Promise<void> {
  const { lane, scope, session, reply, tenant } = input;
  const at = context.now();
  const ttlMinutes = (tenant?.config ?? configDefaults).replyTtlMinutes;
  await scope.outbound.append(
    { connectionId: lane.key.connectionId, conversationId: lane.key.conversationId, sessionId: session.id },
    reply.reply.contents.map((content) => ({
      id: context.newId<OutboundId>(),
      turnId: turn?.id ?? null,
      inboundId: reply.id,
      kind: 'reply' as const,
      payload: JSON.stringify(content),
      expiresAt: later(at, ttlMinutes * 60_000),
      createdAt: at,
    })),
  );
}

/** An empty reply to a turn means that the bot chose to say nothing. */
async function answer(context: LaneContext, input: Absorbed, turn: Turn): Promise<void> {
  const { lane, scope, reply } = input;
  const isSilent =
    reply.reply.contents.length === 0 && !handoffRequestOf(reply.reply) && turn.state !== 'answered';
  turn.state = isSilent ? 'ended' : 'answered';
  if (!isSilent) return await scope.turns.answered(turn.id);
  const end = { kind: 'silent', reason: 'the bot chose to say nothing' } as const;
  await scope.turns.end(lane.key, turn.id, end, context.now());
}

function describe(input: Absorb, turn: Turn | null): string {
  const { reply } = input.reply;
  const parts = [`${reply.contents.length} messages to carry${turn ? '' : ', without a turn'}`];
  if (handoffRequestOf(reply) && !mayAskForHuman(input.tenant)) {
    parts.push(
      "the bot's request for a human is refused: handoff is switched off or not among the allowed actions",
    );
  }
  parts.push(...refusedActions(input.tenant, reply));
  return parts.join('; ');
}
