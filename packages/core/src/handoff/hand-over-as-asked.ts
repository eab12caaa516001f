import type { EngineReply } from '@tandem/integrations/contract';
import { configDefaults, type HandoffRequest } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { wordsFor } from '../words/words-for.ts';
import { type HandOverTurn, handOverTurn } from './hand-over-turn.ts';

/** What the bot asks of the platform: a signal, or the generic dialect's `{type: "handoff"}` action. Null: nothing. */
export const handoffRequestOf = (reply: EngineReply): HandoffRequest | null =>
  reply.handoff ?? (reply.actions.some(({ type }) => type === 'handoff') ? {} : null);

/** Whether the tenant lets its bot ask for a human (product page §3). */
export function mayAskForHuman(tenant: TenantView | null): boolean {
  const config = tenant?.config ?? configDefaults;
  return config.enableHumanHandoff && config.allowedActions.includes('handoff');
}

/** Carries out or refuses the bot's wish for a human; the customer is told in either case, unless the bot did so itself. */
export async function handOverAsAsked(
  context: LaneContext,
  input: HandOverTurn & { request: HandoffRequest },
): Promise<void> {
  const { tenant, request, said } = input;
  if (!mayAskForHuman(tenant)) return said ? undefined : await tell(context, input);
  const reason = `the bot asked for a human${request.reason ? `: ${request.reason}` : ''}`;
  await handOverTurn(context, { ...input, reason, by: 'bot' });
}

async function tell(context: LaneContext, input: HandOverTurn): Promise<void> {
  const { scope, session, tenant, turn, replyId: inboundId } = input;
  const config = tenant?.config ?? configDefaults;
  const { replyTtlMinutes } = config;
  const { fallbackMessage } = wordsFor(config, session.locale);
  if (!fallbackMessage) return;
  const payload = { type: 'text', text: fallbackMessage };
  const turnId = turn?.id ?? null;
  await queueStep(context, scope, { session, turnId, inboundId, replyTtlMinutes, kind: 'notice', payload });
}
