import type { ConversationStatus } from '@tandem/schemas';
import type { Fields } from '../wire.ts';
import type { Contact, Conversation, Message, MessageType, Priority } from './world.ts';

/** One message as a test or a page reads it. */
export interface TranscriptEntry {
  id: number;
  accountId: number;
  conversationId: number;
  /** Milliseconds since 1970. */
  createdAtMs: number;
  type: MessageType;
  from: 'customer' | 'agent' | 'bot' | 'system';
  senderName: string | null;
  private: boolean;
  text: string | null;
  contentType: string;
  contentAttributes: Fields;
  /** What the platform sent along to know its own message by. */
  tandemRef: string | null;
  attachments: Fields[];
  status: Message['status'];
}

/** One conversation as a test or a page reads it. */
export interface ConversationState {
  accountId: number;
  conversationId: number;
  inboxId: number;
  contactId: number;
  contactName: string;
  status: ConversationStatus;
  assigneeId: number | null;
  teamId: number | null;
  labels: string[];
  priority: Priority | null;
  customAttributes: Fields;
  /** The bot shows that it types. */
  typing: boolean;
  messageCount: number;
  updatedAtMs: number;
}

/** One contact as a test or a page reads it. */
export interface ContactState {
  contactId: number;
  name: string;
  email: string | null;
  phoneNumber: string | null;
  customAttributes: Fields;
}

export function contactState({ id, name, email, phoneNumber, customAttributes }: Contact): ContactState {
  return { contactId: id, name, email, phoneNumber, customAttributes };
}

export function transcriptEntry(message: Message): TranscriptEntry {
  const { conversation, sender, contentAttributes } = message;
  const ref = contentAttributes.tandem_ref;
  return {
    id: message.id,
    accountId: conversation.account.id,
    conversationId: conversation.id,
    createdAtMs: message.createdAtMs,
    type: message.type,
    ...author(message),
    private: message.private,
    text: message.content,
    contentType: message.contentType,
    contentAttributes,
    tandemRef: typeof ref === 'string' ? ref : null,
    attachments: message.attachments.map(({ fields }) => fields),
    status: message.status,
  };

  function author({ type }: Message): Pick<TranscriptEntry, 'from' | 'senderName'> {
    switch (sender?.type) {
      case 'contact':
        return { from: 'customer', senderName: sender.contact.name };
      case 'user':
        return { from: 'agent', senderName: sender.user.name };
      case 'bot':
        return { from: 'bot', senderName: sender.bot.name };
      case undefined:
        // Outgoing without a sender: written on a paired phone.
        return { from: type === 'outgoing' ? 'agent' : 'system', senderName: null };
    }
  }
}

export function conversationState(conversation: Conversation): ConversationState {
  return {
    accountId: conversation.account.id,
    conversationId: conversation.id,
    inboxId: conversation.inbox.id,
    contactId: conversation.contact.id,
    contactName: conversation.contact.name,
    status: conversation.status,
    assigneeId: conversation.assignee?.id ?? null,
    teamId: conversation.team?.id ?? null,
    labels: conversation.labels,
    priority: conversation.priority,
    customAttributes: conversation.customAttributes,
    typing: conversation.typing,
    messageCount: conversation.messages.length,
    updatedAtMs: conversation.updatedAtMs,
  };
}
