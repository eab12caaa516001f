import type { Fields } from '../wire.ts';
import type { Bot, Contact, Conversation, Message, MessageType, Sender, User } from './world.ts';

/** Webhook bodies in the exact shapes of contracts/chatwoot.md §2 to §4; key order as in its fixtures. */

export function messagePayload(message: Message, event: string): Fields {
  const { conversation } = message;
  return {
    account: accountRef(conversation),
    additional_attributes: message.additionalAttributes,
    content_attributes: message.contentAttributes,
    content_type: message.contentType,
    content: message.content,
    conversation: conversationPayload(conversation),
    created_at: iso(message.createdAtMs),
    id: message.id,
    inbox: { id: conversation.inbox.id, name: conversation.inbox.name },
    message_type: message.type,
    private: message.private,
    sender: senderPayload(message.sender),
    source_id: message.sourceId,
    ...(message.attachments.length === 0 ? {} : { attachments: attachmentsPayload(message) }),
    event,
  };
}

export function conversationPayload(conversation: Conversation): Fields {
  const { contactInbox, lastMessage } = conversation;
  return {
    additional_attributes: conversation.additionalAttributes,
    can_reply: true,
    channel: conversation.inbox.channel,
    contact_inbox: {
      id: contactInbox.id,
      contact_id: conversation.contact.id,
      inbox_id: conversation.inbox.id,
      source_id: contactInbox.sourceId,
      created_at: iso(contactInbox.createdAtMs),
      updated_at: iso(contactInbox.createdAtMs),
      hmac_verified: false,
      pubsub_token: `pubsub-token-${contactInbox.id}`,
    },
    id: conversation.id,
    inbox_id: conversation.inbox.id,
    messages: lastMessage === null ? [] : [embeddedMessage(lastMessage)],
    labels: conversation.labels,
    meta: {
      sender: contactPush(conversation.contact),
      assignee: assigneePayload(conversation),
      assignee_type:
        conversation.assigneeBot !== null ? 'AgentBot' : conversation.assignee !== null ? 'User' : null,
      team: conversation.team === null ? null : { ...conversation.team, icon: null, icon_color: null },
      hmac_verified: false,
    },
    status: conversation.status,
    custom_attributes: conversation.customAttributes,
    snoozed_until: isoOrNull(conversation.snoozedUntilMs),
    unread_count: Math.min(conversation.unreadCount, 10),
    first_reply_created_at: isoOrNull(conversation.firstReplyAtMs),
    priority: conversation.priority,
    waiting_since: unix(conversation.waitingSinceMs),
    agent_last_seen_at: unix(conversation.agentSeenAtMs),
    contact_last_seen_at: 0,
    last_activity_at: unix(conversation.lastActivityAtMs),
    timestamp: unix(conversation.lastActivityAtMs),
    created_at: unix(conversation.createdAtMs),
    updated_at: conversation.updatedAtMs / 1_000,
    account: accountRef(conversation),
  };
}

export function contactPayload(contact: Contact): Fields {
  return {
    account: { id: contact.account.id, name: contact.account.name },
    additional_attributes: contact.additionalAttributes,
    avatar: '',
    custom_attributes: contact.customAttributes,
    email: contact.email,
    id: contact.id,
    identifier: contact.identifier,
    name: contact.name,
    phone_number: contact.phoneNumber,
    thumbnail: '',
    blocked: contact.blocked,
  };
}

export function senderPayload(sender: Sender): Fields | null {
  switch (sender?.type) {
    case 'contact':
      return contactPayload(sender.contact);
    case 'user':
      return { id: sender.user.id, name: sender.user.name, email: sender.user.email, type: 'user' };
    case 'bot':
      return { id: sender.bot.id, name: sender.bot.name, type: 'agent_bot' };
    case undefined:
      return null;
  }
}

/** Bodies as Rails writes them: these five are escaped, so a re-serialised body has another signature (§5). */
export function railsJson(body: Fields): string {
  return JSON.stringify(body).replace(/[<>&\u2028\u2029]/g, escapeCharacter);
}

export const messageTypeNumbers: Record<MessageType, number> = {
  incoming: 0,
  outgoing: 1,
  activity: 2,
  template: 3,
};

export const iso = (ms: number): string => new Date(ms).toISOString();
export const unix = (ms: number | null): number => (ms === null ? 0 : Math.floor(ms / 1_000));
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));

export function attachmentsPayload(message: Message): Fields[] {
  const { id: accountId } = message.conversation.account;
  return message.attachments.map(({ id, fields }) => ({
    id,
    message_id: message.id,
    file_type: fields.file_type,
    account_id: accountId,
    ...fields,
  }));
}

/** The message inside a conversation: another shape than a message event (§3). */
function embeddedMessage(message: Message): Fields {
  const { conversation, sender } = message;
  return {
    id: message.id,
    content: message.content,
    account_id: conversation.account.id,
    inbox_id: conversation.inbox.id,
    conversation_id: conversation.id,
    message_type: messageTypeNumbers[message.type],
    created_at: unix(message.createdAtMs),
    updated_at: iso(message.updatedAtMs),
    private: message.private,
    status: message.status,
    source_id: message.sourceId,
    content_type: message.contentType,
    content_attributes: message.contentAttributes,
    sender_type: senderType(sender),
    sender_id: senderId(sender),
    external_source_ids: {},
    additional_attributes: message.additionalAttributes,
    processed_message_content: message.content,
    sentiment: {},
    conversation: {
      assignee_id: conversation.assignee?.id ?? null,
      unread_count: Math.min(conversation.unreadCount, 10),
      last_activity_at: unix(conversation.lastActivityAtMs),
      contact_inbox: { source_id: conversation.contactInbox.sourceId },
    },
    ...(message.attachments.length === 0 ? {} : { attachments: attachmentsPayload(message) }),
    ...(sender === null ? {} : { sender: senderPush(sender) }),
  };
}

export function senderPush(sender: NonNullable<Sender>): Fields {
  switch (sender.type) {
    case 'contact':
      return contactPush(sender.contact);
    case 'user':
      return userPush(sender.user);
    case 'bot':
      return botPush(sender.bot);
  }
}

function assigneePayload(conversation: Conversation): Fields | null {
  if (conversation.assigneeBot !== null) return botPush(conversation.assigneeBot);
  return conversation.assignee === null ? null : userPush(conversation.assignee);
}

function contactPush(contact: Contact): Fields {
  const { account: _account, avatar: _avatar, ...fields } = contactPayload(contact);
  return { ...fields, type: 'contact' };
}

function userPush(user: User): Fields {
  const { id, name } = user;
  return {
    id,
    name,
    available_name: name,
    avatar_url: '',
    type: 'user',
    availability_status: 'online',
    thumbnail: '',
  };
}

const botPush = ({ id, name }: Bot): Fields => ({ id, name, avatar_url: '', type: 'agent_bot' });

function senderType(sender: Sender): string | null {
  switch (sender?.type) {
    case 'contact':
      return 'Contact';
    case 'user':
      return 'User';
    case 'bot':
      return 'AgentBot';
    case undefined:
      return null;
  }
}

function senderId(sender: Sender): number | null {
  switch (sender?.type) {
    case 'contact':
      return sender.contact.id;
    case 'user':
      return sender.user.id;
    case 'bot':
      return sender.bot.id;
    case undefined:
      return null;
  }
}

function accountRef({ account }: Conversation): Fields {
  return { id: account.id, name: account.name };
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
