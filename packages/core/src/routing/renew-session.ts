import type { Session, Turn } from '@tandem/db';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { engineIds } from './engine-ids.ts';

interface Renew {
  lane: HeldLane;
  tenant: TenantView;
  session: Session;
  turns: readonly Turn[];
}

const hourMs = 3_600_000;

/**
 * The session with which a customer's message goes on: after `sessionTtlHours` without anything said it begins a new
 * conversation at the engine, which knows nothing of the old one, but never while a turn is open. To the customer it is the
 * same conversation as before, so he is not welcomed again. Nothing is written for a session that lives.
 */
export async function renewSession(context: LaneContext, input: Renew): Promise<Session> {
  const { lane, tenant, session, turns } = input;
  const at = context.now();
  const isOver = later(session.lastActivityAt, tenant.config.sessionTtlHours * hourMs) <= at;
  if (!isOver || !session.engineOpen || session.owner === 'human' || turns.length > 0) return session;
  const generation = session.engineGeneration + 1;
  const { conversationId: engineConversationId } = engineIds({
    tenantId: lane.key.tenantId,
    sessionId: session.id,
    contactId: session.contactId,
    generation,
  });
  const renewal = { engineConversationId, from: session.engineGeneration, at };
  const [isOurs, isRenewed] = await lane.send([
    lane.renewal(lane.scope),
    lane.scope.sessions.renew(session.id, renewal),
  ]);
  lane.prove(isOurs);
  if (!isRenewed) return session;
  const { tenantId, conversationId } = lane.key;
  context.log.info({ tenantId, conversationId, sessionId: session.id, generation }, 'session expired');
  return {
    ...session,
    engineConversationId,
    engineGeneration: generation,
    engineOpen: false,
    offered: null,
    botStreak: 0,
    fallbackAt: null,
    lastActivityAt: at,
  };
}
