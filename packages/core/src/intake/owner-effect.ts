import type { Effect } from '@tandem/db';
import {
  configDefaults,
  type InboundId,
  type OutboundId,
  type SessionId,
  type TenantId,
  zOutboundId,
} from '@tandem/schemas';
import { decideOwner } from '../ownership/decide-owner.ts';
import type { OwnerEventOf, OwnerRules } from '../ownership/owner-events.ts';
import { engineIds } from '../routing/engine-ids.ts';
import type { StoredEvent } from './context.ts';
import { messageDedupeKey } from './dedupe-key.ts';

interface OwnerEffectOf {
  tenantId: TenantId;
  rules: Omit<OwnerRules, 'unattendedMinutes'>;
  receivedAt: Date;
  newSessionId(): SessionId;
  newChangeId(): string;
  newInboundId(): InboundId;
}

/**
 * What an event changes in the very commit that stores it (product page §2.6, §3): an agent's public reply and a status change
 * the owner as `decideOwner` says; an echo proves that a send arrived; a message that its author took back is not answered.
 */
export function ownerEffectOf(event: StoredEvent, input: OwnerEffectOf): Effect | null {
  const at = input.receivedAt;
  switch (event.kind) {
    case 'agent-message': {
      const { agentId, conversation } = event;
      return toOwner(event, input, { type: 'agent-message', at, agentId, conversation });
    }
    case 'status': {
      const { status, conversation } = event;
      return toOwner(event, input, { type: 'status', at, status, conversation });
    }
    case 'echo':
      return echoOf(event.ref, event.messageId);
    case 'deleted':
      return deletionOf(event, input);
    case 'customer-message':
    case 'choice':
    case 'widget-open':
      return null;
  }
}

const deletionOf = (
  { messageId }: Extract<StoredEvent, { kind: 'deleted' }>,
  ids: Pick<OwnerEffectOf, 'newInboundId'>,
): Effect => ({
  type: 'deleted',
  messageId,
  dedupeKey: messageDedupeKey(messageId),
  tombstoneId: ids.newInboundId(),
});

/** A ref that is no id of ours comes from another installation: nothing to confirm. */
function echoOf(ref: string, channelMessageId: number): Effect | null {
  const outboundId = zOutboundId.safeParse(ref);
  return outboundId.success
    ? { type: 'echo', outboundId: outboundId.data as OutboundId, channelMessageId }
    : null;
}

/**
 * What the event makes of a conversation that nobody owned; how it bears upon one that somebody owns is written in SQL
 * (change-owner.ts of packages/db). Null: it says nothing of the owner.
 */
function toOwner(
  event: StoredEvent,
  { tenantId, rules, newSessionId, newChangeId }: OwnerEffectOf,
  said: OwnerEventOf<'agent-message' | 'status'>,
): Effect | null {
  // No handoff begins with an event of Chatwoot: nothing waits to be attended.
  const { unattendedMinutes } = configDefaults;
  const { state } = decideOwner({ state: null, event: said, rules: { ...rules, unattendedMinutes } });
  if (state.ownerCause === 'shown') return null;
  const sessionId = newSessionId();
  const engine = engineIds({ tenantId, sessionId, contactId: null, generation: 1 });
  return {
    type: 'owner',
    state,
    obeyed: said.type === 'status' ? 'newer' : 'always',
    changeId: newChangeId(),
    session: {
      id: sessionId,
      inboxId: event.inboxId,
      contactId: null,
      engineUserId: engine.userId,
      engineConversationId: engine.conversationId,
    },
  };
}
