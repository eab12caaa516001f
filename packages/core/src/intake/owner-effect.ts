import type { Effect } from '@tandem/db';
import {
  formatActor,
  type InboundId,
  type OutboundId,
  type SessionId,
  type TenantId,
  zOutboundId,
} from '@tandem/schemas';
import { engineIds } from '../routing/engine-ids.ts';
import type { StoredEvent } from './context.ts';
import { messageDedupeKey } from './dedupe-key.ts';

interface Ids {
  tenantId: TenantId;
  newSessionId(): SessionId;
  newChangeId(): string;
  newInboundId(): InboundId;
}

/**
 * What an event changes in the very commit that stores it (product page §2.6, §3): an agent's public reply and `open` or
 * `snoozed` make a human the owner, `pending` and `resolved` the bot; an echo proves that a send arrived; a message that its
 * author took back is not answered.
 */
export function ownerEffectOf(event: StoredEvent, ids: Ids): Effect | null {
  switch (event.kind) {
    case 'agent-message':
      return toOwner(event, ids, {
        owner: 'human',
        reason: event.agentId === null ? 'somebody replied outside Chatwoot' : 'an agent replied',
        actor:
          event.agentId === null
            ? 'agent:unknown'
            : formatActor({ type: 'agent', id: String(event.agentId) }),
        agentReplied: true,
      });
    case 'status':
      return toOwner(event, ids, {
        owner: event.status === 'open' || event.status === 'snoozed' ? 'human' : 'bot',
        reason: `the conversation became ${event.status} in Chatwoot`,
        actor: formatActor({ type: 'chatwoot' }),
        agentReplied: false,
      });
    case 'echo':
      return echoOf(event.ref, event.messageId);
    case 'deleted':
      return deletionOf(event, ids);
    case 'customer-message':
    case 'choice':
    case 'widget-open':
      return null;
  }
}

const deletionOf = ({ messageId }: Extract<StoredEvent, { kind: 'deleted' }>, ids: Ids): Effect => ({
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

function toOwner(
  event: StoredEvent,
  ids: Ids,
  change: { owner: 'bot' | 'human'; reason: string; actor: string; agentReplied: boolean },
): Effect {
  const sessionId = ids.newSessionId();
  const engine = engineIds({ tenantId: ids.tenantId, sessionId, contactId: null, generation: 1 });
  return {
    type: 'owner',
    ...change,
    changeId: ids.newChangeId(),
    session: {
      id: sessionId,
      inboxId: event.inboxId,
      contactId: null,
      engineUserId: engine.userId,
      engineConversationId: engine.conversationId,
    },
  };
}
