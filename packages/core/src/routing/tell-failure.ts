import type { Session, TenantScope } from '@tandem/db';
import { configDefaults, formatActor, type InboundId, type TurnId } from '@tandem/schemas';
import { handOver } from '../handoff/hand-over.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { wordsFor } from '../words/words-for.ts';

interface TellFailure {
  tenant: TenantView | null;
  session: Session;
  reason: string;
  turnId: TurnId | null;
  inboundId: InboundId | null;
  causeId: TurnId | InboundId;
}

/**
 * The bot failed a customer: the conversation is handed over; where handoff is switched off, the customer is told, once per
 * outage. Must run in a transaction.
 */
export async function tellFailure(
  context: LaneContext,
  scope: TenantScope,
  input: TellFailure,
): Promise<void> {
  const { tenant, session, turnId, inboundId, causeId } = input;
  const config = tenant?.config ?? configDefaults;
  if (config.enableHumanHandoff) {
    await handOver(context, scope, {
      session,
      config,
      reason: `the bot failed: ${input.reason}`,
      actor: formatActor({ type: 'tandem' }),
      causeId,
      turnId,
      inboundId,
      request: null,
      said: false,
      locale: null,
    });
    return;
  }
  const text = wordsFor(config, session.locale).fallbackMessage;
  const { replyTtlMinutes } = config;
  if (session.fallbackAt !== null || !text) return;
  const words = { kind: 'notice', payload: { type: 'text', text } } as const;
  await queueStep(context, scope, { session, turnId, inboundId, replyTtlMinutes, ...words });
  await scope.sessions.progress(session.id, { fallbackAt: context.now() });
}
