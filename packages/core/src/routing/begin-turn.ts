import type { Session, Turn } from '@tandem/db';
import type { InboundId, TurnId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import type { Heard } from './hear.ts';

interface BeginTurn {
  lane: HeldLane;
  tenant: TenantView;
  session: Session;
  messages: readonly Heard[];
  lateIds: readonly InboundId[];
}

/**
 * Records a turn and what it takes, before anything is said to the engine. Null: some of it has its end already, a message its
 * author took back for instance, and what is left is to be looked at again.
 */
export async function beginTurn(context: LaneContext, input: BeginTurn): Promise<Turn | null> {
  const { lane, tenant, session, messages } = input;
  const at = context.now();
  const newest = Math.max(...messages.map(({ channelMessageId }) => channelMessageId ?? 0));
  const turn = {
    id: context.newId<TurnId>(),
    sessionId: session.id,
    engineConversationId: session.engineConversationId,
    configVersion: tenant.configVersion,
    channelMessageId: newest || null,
    deadlineAt: later(at, tenant.config.turnDeadlineMs),
    createdAt: at,
  };
  const ids = messages.map(({ id }) => id);
  const taking = { lease: lane.lease, turnId: turn.id, ids, lateIds: input.lateIds };
  const [firstId] = ids;
  if (firstId === undefined) return null;
  const begun = await lane.attempt([
    lane.scope.inbound.takeIntoTurn(lane.key, taking),
    lane.scope.turns.begin(lane.key, { ...turn, firstId }),
  ]);
  if (!begun || begun[0] < ids.length) return null;
  return { ...turn, state: 'sending', attempts: 0, takenAt: null, nextAttemptAt: null, checkAt: null };
}
