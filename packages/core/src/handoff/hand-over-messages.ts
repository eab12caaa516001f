import type { Session } from '@tandem/db';
import { formatActor } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import type { Heard } from '../routing/hear.ts';
import { handOver } from './hand-over.ts';
import type { Wish } from './human-wanted.ts';

interface HandOverMessages {
  lane: HeldLane;
  tenant: TenantView;
  session: Session;
  messages: readonly Heard[];
  wish: Wish;
}

/** Gives messages to a human in place of the bot, which never hears of them; answers when to look again. */
export async function handOverMessages(context: LaneContext, input: HandOverMessages): Promise<Date> {
  const { lane, tenant, session, messages, wish } = input;
  const { reason, message } = wish;
  const toChannel = { ...lane.key, direction: 'to-channel' as const };
  await lane.scope.transaction(async (scope) => {
    const ids = messages.map(({ id }) => id);
    await scope.inbound.end(ids, { kind: 'handed-off', reason }, context.now());
    await lane.fence(scope);
    await handOver(context, scope, {
      session,
      config: tenant.config,
      reason,
      actor: formatActor({ type: 'customer' }),
      causeId: message.id,
      turnId: null,
      inboundId: message.id,
      request: null,
      said: false,
      locale: message.conversation.locale,
    });
  });
  context.wake([toChannel]);
  const { tenantId, conversationId } = lane.key;
  const inboundId = message.id;
  context.log.info({ tenantId, conversationId, inboundId, outcome: 'handed-off' }, 'messages handed over');
  return context.now();
}
