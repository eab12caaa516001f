import type { Session, TenantScope } from '@tandem/db';
import type { Config, HandoffRequest, InboundId, TurnId } from '@tandem/schemas';
import { queueSteps } from '../delivery/queue-steps.ts';
import { applyOwnerEvent } from '../ownership/apply-owner-event.ts';
import { rulesOf } from '../ownership/rules-of.ts';
import { handoffNotice } from './handoff-notice.ts';
import { handoffSteps } from './handoff-steps.ts';

interface HandOverContext {
  newId<Id extends string>(): Id;
  now(): Date;
}

interface HandOver {
  session: Session;
  config: Config;
  reason: string;
  /** `formatActor` of who wants it. */
  actor: string;
  /** What is behind it: a message, turn or reply; null: none. */
  causeId: string | null;
  turnId: TurnId | null;
  /** The message or reply in whose trail the steps are told, where there is no turn. */
  inboundId: InboundId | null;
  /** What the bot asked for; null when it did not. */
  request: HandoffRequest | null;
  /** Whether the bot itself said something in that turn. */
  said: boolean;
  /** Language tag of the message at hand; null: the one that the session knows. */
  locale: string | null;
}

/**
 * Makes a human the owner and queues what follows, each a step with a fate of its own: the customer is told, the conversation
 * opened, assigned, labelled, marked urgent, and a note written. Must run in a transaction. The caller wakes the lane to the
 * channel. False: a human owned it already, nothing is queued.
 */
export async function handOver(
  context: HandOverContext,
  scope: TenantScope,
  input: HandOver,
): Promise<boolean> {
  const { session, config, reason, actor, causeId, request } = input;
  const at = context.now();
  const event = { type: 'handoff', at, reason, actor } as const;
  const given = { sessionId: session.id, event, rules: rulesOf({ config }), causeId };
  const decision = await applyOwnerEvent(context, scope, given);
  if (!decision?.recorded) return false;
  const locale = input.locale ?? session.locale;
  const notice = handoffNotice({ config, session, said: input.said, locale, at });
  if (notice.tellsClosed) await scope.marks.toldClosed(session.id, at);
  const { isClosed, text } = notice;
  const words = text === null ? [] : [{ kind: 'handoff-notice' as const, payload: { type: 'text', text } }];
  await queueSteps(context, scope, {
    session,
    turnId: input.turnId,
    inboundId: input.inboundId,
    replyTtlMinutes: config.replyTtlMinutes,
    steps: [...words, ...handoffSteps({ rules: config.escalationRules, request, reason, isClosed })],
  });
  return true;
}
