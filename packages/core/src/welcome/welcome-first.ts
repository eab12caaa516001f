import type { Session, TenantScope } from '@tandem/db';
import type { InboundId } from '@tandem/schemas';
import { textInLanguage } from '../config/text-in-language.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { queueStep } from '../ownership/queue-step.ts';

interface WelcomeFirst {
  scope: TenantScope;
  tenant: TenantView;
  session: Session;
  /** The first of what the turn takes. */
  first: { id: InboundId; conversation: { locale: string | null } };
}

/**
 * Queues the welcome ahead of the bot's first answer, once in a session, where the tenant wants it so (product page §5.4).
 * Runs in the transaction that begins the turn; the caller wakes the lane to the channel when the answer is true.
 */
export async function welcomeFirst(context: LaneContext, input: WelcomeFirst): Promise<boolean> {
  const { scope, tenant, session, first } = input;
  const { config } = tenant;
  if (session.welcomed || config.welcomeOn !== 'first-message') return false;
  const text = textInLanguage(config, 'welcomeMessage', first.conversation.locale);
  if (!text || !(await scope.marks.welcomed(session.id))) return false;
  await queueStep(context, scope, {
    session,
    turnId: null,
    inboundId: first.id,
    replyTtlMinutes: config.replyTtlMinutes,
    kind: 'welcome',
    payload: { type: 'text', text },
  });
  return true;
}
