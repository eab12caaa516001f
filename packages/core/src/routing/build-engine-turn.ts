import type { Session, Turn } from '@tandem/db';
import type { EngineTurn } from '@tandem/integrations/contract';
import { findKnowledge } from '../knowledge/find-knowledge.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import type { Heard } from './hear.ts';
import { mergeMessages } from './merge-messages.ts';
import { tenantContext } from './tenant-context.ts';

interface BuildInput {
  lane: HeldLane;
  tenant: TenantView;
  turn: Turn;
  session: Session;
  heard: readonly Heard[];
}

/** What a turn carries to the engine, read from the ledger: the same at every attempt of one configuration. */
export async function buildEngineTurn(context: LaneContext, input: BuildInput): Promise<EngineTurn> {
  const { lane, tenant, turn, session } = input;
  const message = mergeMessages(input.heard);
  const entries = await context.directory.knowledge(tenant.tenantId, tenant.configVersion);
  const knowledge = await findKnowledge(context, { tenant, entries, question: message.text });
  if (knowledge.leftOut > 0) await lane.scope.turns.leftOut(turn.id, knowledge.leftOut);
  return {
    turnId: turn.id,
    sessionId: session.id,
    channelConversationId: lane.key.conversationId,
    channelMessageId: turn.channelMessageId,
    conversation: { userId: session.engineUserId, conversationId: session.engineConversationId },
    message,
    tenantContext: tenantContext({ ...tenant, now: context.now() }),
    knowledge: knowledge.entries,
  };
}
