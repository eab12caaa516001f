import type { ConversationStatus } from '@tandem/schemas';
import type { Life } from './life-cycle.ts';
import type { Contact, ContactInbox, Conversation, Inbox } from './world.ts';

/** A person who writes for the first time. */
export function newContact(
  life: Life,
  inbox: Inbox,
  input: { name: string | undefined; blocked: boolean },
): Contact {
  const id = life.world.nextId('contact');
  const contact: Contact = {
    id,
    account: inbox.account,
    name: input.name ?? `Customer ${id}`,
    email: null,
    phoneNumber: null,
    identifier: null,
    blocked: input.blocked,
    additionalAttributes: {},
    customAttributes: {},
  };
  life.world.contacts.set(id, contact);
  return contact;
}

/**
 * Starts pending where a bot answers, resolved for a blocked contact, else as wanted or open, and is told to webhooks
 * (contracts/chatwoot.md §8).
 */
export function newConversation(
  life: Life,
  inbox: Inbox,
  input: {
    contact: Contact;
    locale?: string | undefined;
    sourceId?: string | undefined;
    status?: ConversationStatus | undefined;
  },
): Conversation {
  const { contact, locale, status = 'open' } = input;
  const { account } = inbox;
  const nowMs = life.now();
  account.conversationSeq += 1;
  const conversation: Conversation = {
    id: account.conversationSeq,
    account,
    inbox,
    contact,
    contactInbox: contactInboxOf(life, inbox, input),
    status: contact.blocked ? 'resolved' : inbox.bot === null ? status : 'pending',
    messages: [],
    lastMessage: null,
    labels: [],
    assignee: null,
    assigneeBot: null,
    team: null,
    priority: null,
    additionalAttributes: locale === undefined ? {} : { browser_language: locale },
    customAttributes: {},
    snoozedUntilMs: null,
    waitingSinceMs: nowMs,
    firstReplyAtMs: null,
    agentSeenAtMs: null,
    unreadCount: 0,
    lastActivityAtMs: nowMs,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    typing: false,
  };
  account.conversations.set(conversation.id, conversation);
  life.dispatch.conversation('conversation_created', conversation);
  life.observe.conversation(conversation);
  return conversation;
}

/** How an inbox knows a contact: under the wanted source id, or a new one. */
export function contactInboxOf(
  life: Life,
  inbox: Inbox,
  input: { contact: Contact; sourceId?: string | undefined },
): ContactInbox {
  const { contactInboxes, nextId } = life.world;
  if (input.sourceId !== undefined) {
    const rows = [...contactInboxes.values()].filter((row) => row.inbox === inbox);
    const known = rows.find((row) => row.contact === input.contact && row.sourceId === input.sourceId);
    if (known !== undefined) return known;
  }
  const id = nextId('contactInbox');
  const sourceId = input.sourceId ?? `source-${id}`;
  const made = { id, contact: input.contact, inbox, sourceId, createdAtMs: life.now() };
  contactInboxes.set(id, made);
  return made;
}
