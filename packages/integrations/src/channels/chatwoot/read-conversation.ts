import type { ChannelContact, ChannelPlace, ConversationView } from '../../contract/index.ts';
import {
  type Fields,
  fieldsOf,
  textOf,
  type WireBareMessage,
  type WireConversation,
  type WireMessage,
} from './wire.ts';

/** Where a message belongs (contracts/chatwoot.md §2.5). */
export function placeOfMessage(message: WireMessage | WireBareMessage): ChannelPlace {
  const { conversation } = message;
  return {
    accountId: message.account?.id ?? conversation.account?.id ?? null,
    inboxId: message.inbox?.id ?? conversation.inbox_id ?? message.inbox_id ?? null,
    conversationId: conversation.id,
  };
}

export function placeOfConversation(conversation: WireConversation): ChannelPlace {
  return {
    accountId: conversation.account?.id ?? null,
    inboxId: conversation.inbox_id ?? null,
    conversationId: conversation.id,
  };
}

/** The conversation as the event showed it (contracts/chatwoot.md §3). */
export function conversationView(conversation: WireConversation): ConversationView {
  const meta = fieldsOf(conversation.meta);
  return {
    status: conversation.status ?? null,
    assigneeId: humanAssigneeId(meta),
    updatedAtMs: positive(conversation.updated_at, 1_000),
    createdAtMs: positive(conversation.created_at, 1_000),
    firstReplyAtMs: isoTime(conversation.first_reply_created_at),
    locale: languageTag(fieldsOf(conversation.additional_attributes).browser_language),
  };
}

/** Languages are the visitor's own words: only what a language tag can be is kept (contracts/chatwoot.md §3 and §4). */
export function languageTag(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/.test(value) ? value : null;
}

/** The contact of a conversation, for events whose sender is someone else. */
export function contactOfConversation(conversation: WireConversation): ChannelContact {
  const contact = fieldsOf(fieldsOf(conversation.meta).sender);
  return { id: positive(contact.id), name: textOf(contact.name) };
}

/** User and bot ids are separate number spaces: an assigned bot is no human. */
function humanAssigneeId(meta: Fields): number | null {
  return meta.assignee_type === 'AgentBot' ? null : positive(fieldsOf(meta.assignee).id);
}

function isoTime(value: unknown): number | null {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : time;
}

function positive(value: unknown, factor = 1): number | null {
  if (typeof value !== 'number' || value <= 0) return null;
  const scaled = Math.round(value * factor);
  return Number.isSafeInteger(scaled) ? scaled : null;
}
