import type { Session, Turn } from '@tandem/db';
import { type EngineTranscript, LeaseLost, UpstreamError } from '@tandem/integrations/contract';
import type { InboundId } from '@tandem/schemas';
import { replyDedupeKey } from '../intake/dedupe-key.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { connectEngine } from './connect-engine.ts';
import { failTurn } from './fail-turn.ts';
import { canonicalSource } from './record-taken.ts';

/** How long past its deadline a turn may wait for an engine that cannot be read. */
const graceMs = 60_000;
const againMs = 5_000;
/** The engine's clock and ours may differ; older messages are duplicates anyway. */
const clockToleranceMs = 60_000;

interface Reconcile {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session;
  turn: Turn;
}

/**
 * Asks the engine what it holds and delivers what its webhook never brought: that comes at most once
 * (contracts/botpress.md §1a). A turn past its deadline for which the engine holds no reply is dead.
 */
export async function reconcileTurn(context: LaneContext, input: Reconcile): Promise<void> {
  const { lane, turn } = input;
  try {
    const transcript = await read(context, input);
    const found = transcript ? await deliverMissing(context, input, transcript) : false;
    await conclude(context, { ...input, hasReply: found });
  } catch (error) {
    if (error instanceof LeaseLost || !(error instanceof UpstreamError)) throw error;
    const isHopeless = context.now() > later(turn.deadlineAt, graceMs);
    if (!isHopeless) await lane.scope.turns.checkAt(turn.id, later(context.now(), againMs));
    else await conclude(context, { ...input, hasReply: false });
  }
}

async function read(context: LaneContext, input: Reconcile): Promise<EngineTranscript | null> {
  const { tenant, session, turn } = input;
  const client = tenant && connectEngine(context, tenant);
  if (!client?.transcript) return null;
  const conversation = { userId: session.engineUserId, conversationId: session.engineConversationId };
  return await client.transcript({ conversation, sinceMs: turn.createdAt.getTime() - clockToleranceMs });
}

/** Stores the engine's replies as its webhook would have: those that came are duplicates. Answers whether this turn has one. */
async function deliverMissing(
  context: LaneContext,
  input: Reconcile,
  transcript: EngineTranscript,
): Promise<boolean> {
  const { lane, turn } = input;
  const at = context.now();
  const rows = transcript.replies.map((reply) => ({
    connectionId: lane.key.connectionId,
    conversationId: lane.key.conversationId,
    id: context.newId<InboundId>(),
    kind: 'reply',
    source: canonicalSource,
    channelMessageId: null,
    dedupeKey: replyDedupeKey(reply.id, context.newId()),
    receivedAt: at,
    availableAt: null,
    body: Buffer.from(JSON.stringify(reply)),
    wakes: 'to-channel' as const,
    effect: null,
  }));
  await lane.scope.transaction(async (scope) => {
    await lane.fence(scope);
    const wake = scope.lanes.touch({ ...lane.key, direction: 'to-channel' }, at);
    await scope.together([...scope.inbound.add(rows), wake]);
  });
  context.wake([{ ...lane.key, direction: 'to-channel' }]);
  const takenAtMs =
    transcript.turns.find(({ turnId }) => turnId === turn.id)?.takenAtMs ?? turn.takenAt?.getTime() ?? 0;
  return transcript.replies.some((reply) => (reply.createdAtMs ?? 0) >= takenAtMs);
}

/** Before its deadline a turn only waits on: which of several turns a reply answers is told by the next ones. */
async function conclude(context: LaneContext, input: Reconcile & { hasReply: boolean }): Promise<void> {
  const { lane, turn, hasReply } = input;
  const isWaiting = turn.state === 'waiting';
  if (isWaiting && context.now() < turn.deadlineAt)
    return await lane.scope.turns.checkAt(turn.id, turn.deadlineAt);
  if (isWaiting && !hasReply) {
    await failTurn(context, { ...input, reason: 'the bot gave no reply before the deadline' });
    return;
  }
  await lane.scope.transaction(async (scope) => {
    if (isWaiting) await scope.turns.answered(turn.id);
    await scope.turns.checkAt(turn.id, null);
    await scope.lanes.touch({ ...lane.key, direction: 'to-channel' }, context.now());
  });
  context.wake([{ ...lane.key, direction: 'to-channel' }]);
}
