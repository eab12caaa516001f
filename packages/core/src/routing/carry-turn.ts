import type { Session, Turn } from '@tandem/db';
import { type EngineClient, type EngineTurn, UpstreamError } from '@tandem/integrations/contract';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { inSpan } from '../lanes/in-span.ts';
import { planEngineRetry } from '../retry/plan-retry.ts';
import { showTypingLater } from '../typing/show-typing-later.ts';
import { buildEngineTurn } from './build-engine-turn.ts';
import { connectEngine } from './connect-engine.ts';
import { engineIds } from './engine-ids.ts';
import { type FailTurn, failTurn } from './fail-turn.ts';
import type { Heard } from './hear.ts';
import { recordFailure } from './record-failure.ts';
import { recordTaken } from './record-taken.ts';
import { sendOnce } from './send-once.ts';

interface CarryTurn {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session;
  turn: Turn;
  /** The messages the turn merged. */
  heard: readonly Heard[];
  /** True when it was begun in this very run: nobody can have sent it yet. */
  isFresh: boolean;
  /** True when nothing else waits in the lane. */
  isLast: boolean;
}

/** Engines answer 403 for a conversation that another user owns: a new one heals it (contracts/botpress.md §1a). */
const conversationOwnedStatus = 403;
const rebindsMax = 3;

/** One attempt at giving a turn to the engine. Answers when to look again; null when there is nothing more to do. */
export async function carryTurn(context: LaneContext, input: CarryTurn): Promise<Date | null> {
  const { tenant, lane, turn } = input;
  lane.head = { type: 'turn', id: turn.id, turn };
  if (!tenant?.active) return await suppress(context, input, 'the tenant is suspended');
  const startedAtMs = performance.now();
  try {
    const client = connectEngine(context, tenant);
    if (!client) return await die(context, input, 'the tenant has no usable Botpress connection');
    const { lane, turn } = input;
    const { id: turnId, attempts } = turn;
    await inSpan(context, { lane, name: 'carry turn', turnId, subjectId: turnId, attempts }, () =>
      attempt(context, { ...input, tenant, client, startedAtMs }),
    );
    return input.isLast ? null : context.now();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    recordFailure(context, { ...input, failure: error, startedAtMs });
    return await planNext(context, { ...input, tenant, failure: error });
  }
}

/** A suspended tenant's bot says nothing, and nobody says it for him. */
async function suppress(context: LaneContext, { lane, turn }: CarryTurn, reason: string): Promise<Date> {
  await lane.scope.turns.end(lane.key, turn.id, { kind: 'suppressed', reason }, context.now());
  return context.now();
}

interface Attempt extends CarryTurn {
  tenant: TenantView;
  client: EngineClient;
  startedAtMs: number;
}

async function attempt(context: LaneContext, input: Attempt): Promise<void> {
  const { lane, tenant, turn, session, client } = input;
  const built = await buildEngineTurn(context, { ...input, lane, tenant, turn, session });
  const known = input.isFresh || !session.engineOpen ? null : await takenBefore(client, turn, built);
  if (known !== null)
    return await recordTaken(context, { ...input, taken: { takenAtMs: known, replies: null } });
  if (context.now() >= turn.deadlineAt)
    throw new UpstreamError('timeout', 'its deadline passed before the engine had it');
  if (!session.engineOpen) {
    await client.open(built.conversation, lane.guard);
    await lane.scope.sessions.progress(session.id, { engineOpen: true });
  }
  if (client.afterUnknown === 'wait' || client.afterUnknown === 'give-up')
    return await sendOnce(context, { ...input, client, built });
  showTypingLater(context, { key: lane.key, session, turn });
  await recordTaken(context, { ...input, taken: await client.send(built, lane.guard) });
}

/** A turn that may have been sent before is looked up first, where the engine can be read: the engine has no idempotency. */
async function takenBefore(client: EngineClient, turn: Turn, built: EngineTurn): Promise<number | null> {
  if (!client.transcript) return null;
  const { turns } = await client.transcript({
    conversation: built.conversation,
    sinceMs: turn.createdAt.getTime() - 60_000,
  });
  return turns.find(({ turnId }) => turnId === turn.id)?.takenAtMs ?? null;
}

async function planNext(
  context: LaneContext,
  input: { lane: HeldLane; tenant: TenantView; turn: Turn; session: Session; failure: UpstreamError },
): Promise<Date | null> {
  const { lane, turn, session, failure } = input;
  const isOwned = failure.kind === 'rejected' && failure.status === conversationOwnedStatus;
  if (isOwned && session.engineGeneration < rebindsMax) {
    return await rebind(context, { lane, session });
  }
  const next = planEngineRetry({
    error: failure,
    attempts: turn.attempts + 1,
    now: context.now(),
    deadline: turn.deadlineAt,
    random: context.random(),
  });
  if (!next.retry) return await die(context, input, next.reason);
  await lane.scope.turns.retryAt(turn.id, { nextAttemptAt: next.at, counted: next.counted });
  return next.at;
}

/** The turn is dead, the lane is not: others may wait behind it. */
async function die(context: LaneContext, input: Omit<FailTurn, 'reason'>, reason: string): Promise<Date> {
  await failTurn(context, { ...input, reason });
  return context.now();
}

async function rebind(context: LaneContext, input: { lane: HeldLane; session: Session }): Promise<Date> {
  const { lane, session } = input;
  const generation = session.engineGeneration + 1;
  const { key } = lane;
  const ids = engineIds({
    tenantId: key.tenantId,
    sessionId: session.id,
    contactId: session.contactId,
    generation,
  });
  await lane.scope.sessions.rebindEngine(session.id, {
    engineConversationId: ids.conversationId,
    generation,
  });
  return context.now();
}
