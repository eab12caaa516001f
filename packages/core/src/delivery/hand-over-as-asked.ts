import type { Session, TenantScope, Turn } from '@tandem/db';
import type { EngineReply } from '@tandem/integrations/contract';
import { configDefaults, formatActor, type HandoffRequest, type InboundId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { handOver } from '../ownership/hand-over.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { rulesOf } from '../ownership/rules-of.ts';
import { wordsFor } from '../words/words-for.ts';

interface HandOverAsAsked {
  lane: HeldLane;
  scope: TenantScope;
  tenant: TenantView | null;
  session: Session;
  turn: Turn | null;
  replyId: InboundId;
  request: HandoffRequest;
  /** Whether the bot itself said something in that turn: then the customer needs no words of ours. */
  said: boolean;
}

/** What the bot asks of the platform: a signal, or the generic dialect's `{type: "handoff"}` action. Null: nothing. */
export const handoffRequestOf = (reply: EngineReply): HandoffRequest | null =>
  reply.handoff ?? (reply.actions.some(({ type }) => type === 'handoff') ? {} : null);

/** Whether the tenant lets its bot ask for a human (product page §3). */
export function mayAskForHuman(tenant: TenantView | null): boolean {
  const config = tenant?.config ?? configDefaults;
  return config.enableHumanHandoff && config.allowedActions.includes('handoff');
}

/**
 * Carries out or refuses the bot's wish for a human. What the bot said before still reaches the customer, what it says
 * afterwards does not; when it said nothing itself, the customer is told, also when the wish is refused.
 */
export async function handOverAsAsked(context: LaneContext, input: HandOverAsAsked): Promise<void> {
  const { lane, scope, session, tenant, turn, request, said } = input;
  const config = tenant?.config ?? configDefaults;
  if (!mayAskForHuman(tenant)) return said ? undefined : await tell(context, input);
  const reason = `the bot asked for a human${request.reason ? `: ${request.reason}` : ''}`;
  const changed = await handOver(context, scope, {
    session,
    reason,
    actor: formatActor({ type: 'bot' }),
    causeId: input.replyId,
    turnId: turn?.id ?? null,
    notice: said ? null : wordsFor(config, session.locale).fallbackMessage,
    replyTtlMinutes: config.replyTtlMinutes,
    rules: rulesOf({ config }),
  });
  if (!changed) return;
  await scope.outbound.keepAsNotices(session.id);
  if (!turn) return;
  turn.state = 'ended';
  await scope.turns.end(lane.key, turn.id, { kind: 'handed-off', reason }, context.now());
}

async function tell(context: LaneContext, input: HandOverAsAsked): Promise<void> {
  const { scope, session, tenant, turn, replyId: inboundId } = input;
  const config = tenant?.config ?? configDefaults;
  const { replyTtlMinutes } = config;
  const { fallbackMessage } = wordsFor(config, session.locale);
  if (!fallbackMessage) return;
  const payload = { type: 'text', text: fallbackMessage };
  const turnId = turn?.id ?? null;
  await queueStep(context, scope, { session, turnId, inboundId, replyTtlMinutes, kind: 'notice', payload });
}
