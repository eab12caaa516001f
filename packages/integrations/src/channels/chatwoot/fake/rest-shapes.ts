import type { Fields } from '../wire.ts';
import {
  attachmentsPayload,
  contactPayload,
  conversationPayload,
  messageTypeNumbers,
  senderPush,
  unix,
} from './payloads.ts';
import type { Conversation, Message } from './world.ts';

/** Answers of the API: numbers and unix seconds where webhooks have words and ISO times (contracts/chatwoot.md §10.3). */

export function restMessage(message: Message): Fields {
  const { conversation, sender } = message;
  return {
    id: message.id,
    content: message.content,
    inbox_id: conversation.inbox.id,
    conversation_id: conversation.id,
    message_type: messageTypeNumbers[message.type],
    content_type: message.contentType,
    status: message.status,
    content_attributes: message.contentAttributes,
    created_at: unix(message.createdAtMs),
    private: message.private,
    source_id: message.sourceId,
    ...(sender === null ? {} : { sender: senderPush(sender) }),
    ...(message.attachments.length === 0 ? {} : { attachments: attachmentsPayload(message) }),
  };
}

export function restConversation(conversation: Conversation): Fields {
  const { account: _account, contact_inbox: _contactInbox, ...fields } = conversationPayload(conversation);
  return {
    ...fields,
    account_id: conversation.account.id,
    uuid: `conversation-${conversation.account.id}-${conversation.id}`,
    muted: false,
    last_non_activity_message:
      conversation.lastMessage === null ? null : restMessage(conversation.lastMessage),
  };
}

interface Page {
  before: number | null;
  after: number | null;
  filterInternal: boolean;
}

/** One page of messages, oldest first. */
export function restMessagePage(conversation: Conversation, page: Page): Fields {
  return {
    meta: {
      labels: conversation.labels,
      additional_attributes: conversation.additionalAttributes,
      contact: contactPayload(conversation.contact),
      agent_last_seen_at: unix(conversation.agentSeenAtMs),
      assignee_last_seen_at: 0,
    },
    payload: pageOf(conversation, page).map(restMessage),
  };
}

function pageOf({ messages }: Conversation, { before, after, filterInternal }: Page): Message[] {
  const shown = filterInternal
    ? messages.filter((message) => !message.private && message.type !== 'activity')
    : messages;
  if (before !== null && after !== null)
    return shown.slice(firstFrom(shown, after), firstFrom(shown, before)).slice(0, 1_000);
  if (before !== null) return shown.slice(0, firstFrom(shown, before)).slice(-20);
  if (after !== null) return shown.slice(firstFrom(shown, after + 1)).slice(0, 100);
  return shown.slice(-20);
}

/** Index of the first message whose id is at least `id`. */
function firstFrom(messages: Message[], id: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.id ?? id) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
