import type { Session } from '@tandem/db';
import type { InboundId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { wordsFor } from '../words/words-for.ts';

interface WelcomeFirst {
  lane: HeldLane;
  tenant: TenantView;
  session: Session;
  /** The first of what the turn is about to take. */
  first: { id: InboundId; conversation: { locale: string | null } } | undefined;
}

/**
 * Queues the welcome ahead of the bot's first answer, once in a session, where the tenant wants it so (product page §5.4).
 * Nothing is read or written where it does not.
 */
export async function welcomeFirst(context: LaneContext, input: WelcomeFirst): Promise<void> {
  const { lane, tenant, session, first } = input;
  const { config } = tenant;
  if (session.welcomed || config.welcomeOn !== 'first-message' || !first) return;
  const { welcomeMessage: text } = wordsFor(config, first.conversation.locale);
  if (!text) return;
  await lane.scope.transaction(async (scope) => {
    await lane.fence(scope);
    if (!(await scope.marks.welcomed(session.id))) return;
    await queueStep(context, scope, {
      session,
      turnId: null,
      inboundId: first.id,
      replyTtlMinutes: config.replyTtlMinutes,
      kind: 'welcome',
      payload: { type: 'text', text },
    });
  });
  context.wake([{ ...lane.key, direction: 'to-channel' }]);
}
