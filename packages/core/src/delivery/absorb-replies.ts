import type { EngineReply } from '@tandem/integrations/contract';
import type { Session, TenantScope, Turn } from '@tandem/db';
import { configDefaults, formatActor, type OutboundId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { handOver } from '../ownership/hand-over.ts';
import { attributeReply } from './attribute-reply.ts';
import { type ReadReply, readReplies } from './read-replies.ts';

/** Signals of an engine may overtake each other: buffered briefly, then sorted (contracts/botpress.md §1a). */
const reorderMs = 300;
const lookMax = 50;

/**
 * Turns stored replies into messages to be carried, in the bot's order. Answers when to look again for replies that are
 * still gathering; null when none is left.
 */
export async function absorbReplies(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView | null },
): Promise<Date | null> {
  const { lane, tenant } = input;
  const stored = await lane.scope.inbound.pending(lane.key, { kinds: ['reply'], limit: lookMax });
  const oldest = stored[0];
  if (!oldest) return null;
  const gatheredAt = oldest.source === 'reply' ? oldest.receivedAt : later(oldest.receivedAt, reorderMs);
  if (gatheredAt > context.now()) return gatheredAt;
  const { replies, unreadable } = readReplies(context.integrations, stored);
  await lane.scope.transaction(async (scope) => {
    await lane.fence(scope);
    await scope.inbound.end(unreadable, { kind: 'dead', reason: 'the stored body can no longer be read' }, context.now());
    const session = await scope.sessions.find(lane.key);
    const turns = await scope.turns.open(lane.key);
    for (const reply of replies) {
      if (session) await absorb(context, { lane, scope, tenant, session, turns, reply });
      else await scope.inbound.end([reply.id], { kind: 'dead', reason: 'unknown conversation' }, context.now());
    }
  });
  return stored.length === lookMax ? context.now() : null;
}

interface Absorb {
  lane: HeldLane;
  scope: TenantScope;
  tenant: TenantView | null;
  session: Session;
  turns: Turn[];
  reply: ReadReply;
}

async function absorb(context: LaneContext, input: Absorb): Promise<void> {
  const { scope, session, reply } = input;
  const at = context.now();
  if (reply.engineConversationId !== null && reply.engineConversationId !== session.engineConversationId) {
    return await scope.inbound.end([reply.id], { kind: 'suppressed', reason: 'stale session' }, at);
  }
  const turn = attributeReply(input.turns, reply.createdAtMs);
  await queueContents(context, input, turn);
  if (turn) await answer(context, input, turn);
  if (reply.reply.handoff) await handOverAsAsked(context, input, turn);
  if (!reply.reply.fallback && session.fallbackAt) await scope.sessions.progress(session.id, { fallbackAt: null });
  await scope.inbound.end([reply.id], { kind: 'recorded', reason: describe(reply.reply, turn) }, at);
}

async function queueContents(context: LaneContext, input: Absorb, turn: Turn | null): Promise<void> {
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
async function answer(context: LaneContext, input: Absorb, turn: Turn): Promise<void> {
  const { lane, scope, reply } = input;
  const isSilent = reply.reply.contents.length === 0 && !reply.reply.handoff && turn.state !== 'answered';
  turn.state = isSilent ? 'ended' : 'answered';
  if (!isSilent) return await scope.turns.answered(turn.id);
  const end = { kind: 'silent', reason: 'the bot chose to say nothing' } as const;
  await scope.turns.end(turn.id, end, context.now());
  await scope.inbound.endTurn(lane.key, turn.id, end, context.now());
}

/** What the bot said before it asked for a human still reaches the customer; what it says afterwards does not. */
async function handOverAsAsked(context: LaneContext, input: Absorb, turn: Turn | null): Promise<void> {
  const { lane, scope, session, reply, tenant } = input;
  const config = tenant?.config ?? configDefaults;
  if (!config.enableHumanHandoff || !config.allowedActions.includes('handoff')) return;
  await scope.outbound.keepAsNotices(session.id);
  const said = reply.reply.contents.length > 0;
  await handOver(context, scope, {
    session: { ...session, connectionId: lane.key.connectionId },
    reason: `the bot asked for a human${reply.reply.handoff?.reason ? `: ${reply.reply.handoff.reason}` : ''}`,
    actor: formatActor({ type: 'bot' }),
    causeId: reply.id,
    turnId: turn?.id ?? null,
    notice: said ? null : config.fallbackMessage,
    replyTtlMinutes: config.replyTtlMinutes,
  });
}

const describe = (reply: EngineReply, turn: Turn | null): string =>
  `${reply.contents.length} messages to carry${turn ? '' : ', without a turn'}`;

