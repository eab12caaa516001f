import type { Session, Turn } from '@tandem/db';
import { LeaseLost } from '@tandem/integrations/contract';
import type { InboundId, TurnId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { welcomeFirst } from '../welcome/welcome-first.ts';
import type { Heard } from './hear.ts';

interface BeginTurn {
  lane: HeldLane;
  tenant: TenantView;
  session: Session;
  messages: readonly Heard[];
  lateIds: readonly InboundId[];
}

/** Records a turn and what it takes, before anything is said to the engine. */
export async function beginTurn(context: LaneContext, input: BeginTurn): Promise<Turn> {
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
  const isWelcomed = await lane.scope.transaction(async (scope) => {
    const ids = messages.map(({ id }) => id);
    const isOurs = await scope.inbound.takeIntoTurn(lane.key, {
      lease: lane.lease,
      turnId: turn.id,
      ids,
      lateIds: input.lateIds,
    });
    if (!isOurs) throw new LeaseLost();
    await scope.turns.begin(lane.key, turn);
    const [first] = messages;
    return first !== undefined && (await welcomeFirst(context, { scope, tenant, session, first }));
  });
  if (isWelcomed) context.wake([{ ...lane.key, direction: 'to-channel' }]);
  return { ...turn, state: 'sending', attempts: 0, takenAt: null, nextAttemptAt: null, checkAt: null };
}
