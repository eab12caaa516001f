import type { TenantScope } from '@tandem/db';
import type { SessionId } from '@tandem/schemas';
import { decideOwner } from './decide-owner.ts';
import type { OwnerDecision, OwnerEvent, OwnerRules } from './owner-events.ts';

interface ApplyOwnerEvent {
  sessionId: SessionId;
  event: OwnerEvent;
  rules: OwnerRules;
  /** The InboundMessage, Turn or OutboundMessage behind it. */
  causeId: string | null;
}

/** Decides over the ownership as it stands and records what becomes of it; null when there is no such session. */
export async function applyOwnerEvent(
  context: { newId<Id extends string>(): Id },
  scope: TenantScope,
  input: ApplyOwnerEvent,
): Promise<OwnerDecision | null> {
  const { event, rules, causeId } = input;
  let decision: OwnerDecision | null = null;
  await scope.sessions.changeOwner(input.sessionId, (state) => {
    decision = decideOwner({ state, event, rules });
    const record = decision.recorded ? { id: context.newId<string>(), causeId, at: event.at } : null;
    return decision.state === state ? null : { state: decision.state, record };
  });
  return decision;
}
