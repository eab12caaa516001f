import type { ConversationStatus } from '@tandem/schemas';
import { type Fields, fieldsOf } from '../wire.ts';
import { addMessage, changeConversation, changeStatus, type Life, updateMessage } from './life-cycle.ts';
import { contactInboxOf, newContact, newConversation } from './new-conversation.ts';
import { type Conversation, known, type Message, type User } from './world.ts';

/** Names one conversation: display ids are unique only within an account. */
export interface ConversationRef {
  accountId: number;
  conversationId: number;
}

interface Said {
  text?: string | null;
  /** `file_type` and the further keys of contracts/chatwoot.md §2.3. */
  attachments?: Fields[];
  contentAttributes?: Fields;
}

/** What customers and agents do, each with all its consequences. Throws a plain Error for rows that are not there. */
export interface People {
  /** A new contact's new conversation, with its first message if there is a text or an attachment. */
  startConversation(
    input: { inboxId: number; contactName?: string; locale?: string; blocked?: boolean } & Said,
  ): ConversationRef & { contactId: number; messageId: number | null };
  customerSends(input: ConversationRef & Said): { messageId: number };
  /** Answers an interactive message in the widget: values, or an e-mail address. */
  customerAnswers(
    input: ConversationRef & { messageId: number; values?: Fields[] | Fields; email?: string },
  ): void;
  /** Clicks an option of an `input_select`, which arrives as its channel relays it (contracts/chatwoot.md §9). */
  customerPicks(input: ConversationRef & { messageId: number; value: string }): void;
  /** Opens the web widget; `contactId` of somebody who was here before. */
  customerOpensWidget(input: { inboxId: number; contactId?: number; language?: string }): {
    contactId: number;
    sourceId: string;
  };
  /** `agentId` null: written on a paired phone. */
  agentReplies(input: ConversationRef & { agentId: number | null; text: string; private?: boolean }): {
    messageId: number;
  };
  agentSetsStatus(input: ConversationRef & { agentId: number; status: ConversationStatus }): void;
  agentAssigns(input: ConversationRef & { agentId: number | null }): void;
  deleteMessage(input: ConversationRef & { messageId: number }): void;
  /** A receipt or a provider's refusal of a message. */
  markMessage(
    input: ConversationRef & { messageId: number; status: Message['status']; error?: string },
  ): void;
}

export function createPeople(life: Life): People {
  const { world } = life;

  const conversationOf = ({ accountId, conversationId }: ConversationRef): Conversation =>
    known(world.accounts.get(accountId)?.conversations.get(conversationId), `conversation ${conversationId}`);
  const messageOf = (ref: ConversationRef & { messageId: number }): Message =>
    known(
      conversationOf(ref).messages.findLast(({ id }) => id === ref.messageId),
      `message ${ref.messageId}`,
    );
  const userOf = (id: number): User => known(world.users.get(id), `user ${id}`);

  function say(conversation: Conversation, said: Said): Message {
    return addMessage(life, conversation, {
      type: 'incoming',
      content: said.text ?? null,
      sender: { type: 'contact', contact: conversation.contact },
      contentAttributes: said.contentAttributes ?? {},
      attachments: said.attachments ?? [],
    });
  }

  function answer(message: Message, submitted: Fields): void {
    updateMessage(life, message, { contentAttributes: { ...message.contentAttributes, ...submitted } });
  }

  return {
    startConversation({ inboxId, contactName, locale, blocked = false, ...said }) {
      const inbox = known(world.inboxes.get(inboxId), `inbox ${inboxId}`);
      const contact = newContact(life, inbox, { name: contactName, blocked });
      const conversation = newConversation(life, inbox, { contact, locale });
      const hasMessage = said.text != null || (said.attachments ?? []).length > 0;
      const messageId = hasMessage ? say(conversation, said).id : null;
      return {
        accountId: inbox.account.id,
        conversationId: conversation.id,
        contactId: contact.id,
        messageId,
      };
    },

    customerSends: ({ accountId, conversationId, ...said }) => {
      return { messageId: say(conversationOf({ accountId, conversationId }), said).id };
    },

    customerAnswers({ values, email, ...ref }) {
      const message = messageOf(ref);
      if (email !== undefined) message.conversation.contact.email = email;
      answer(message, email === undefined ? { submitted_values: values } : { submitted_email: email });
    },

    customerPicks({ value, ...ref }) {
      const message = messageOf(ref);
      const { items } = message.contentAttributes;
      const options = Array.isArray(items) ? items.map(fieldsOf) : [];
      const option = known(
        options.find((item) => item.value === value),
        `option ${value}`,
      );
      const relayed = relayOf(message.conversation.inbox.channel);
      if (relayed === 'update') answer(message, { submitted_values: [option] });
      else say(message.conversation, { text: String(option[relayed]) });
    },

    customerOpensWidget({ inboxId, contactId, language = 'en' }) {
      const inbox = known(world.inboxes.get(inboxId), `inbox ${inboxId}`);
      const contact =
        contactId === undefined
          ? newContact(life, inbox, { name: undefined, blocked: false })
          : known(world.contacts.get(contactId), `contact ${contactId}`);
      const conversation =
        [...inbox.account.conversations.values()].findLast(
          (row) => row.inbox === inbox && row.contact === contact,
        ) ?? null;
      const contactInbox = conversation?.contactInbox ?? contactInboxOf(life, inbox, { contact });
      life.dispatch.widget({ contactInbox, conversation, language });
      return { contactId: contact.id, sourceId: contactInbox.sourceId };
    },

    agentReplies({ agentId, text, private: isPrivate = false, ...ref }) {
      const message = addMessage(life, conversationOf(ref), {
        type: 'outgoing',
        content: text,
        private: isPrivate,
        sender: agentId === null ? null : { type: 'user', user: userOf(agentId) },
        contentAttributes: agentId === null ? { external_echo: true } : {},
      });
      return { messageId: message.id };
    },

    agentSetsStatus({ agentId, status, ...ref }) {
      changeStatus(life, conversationOf(ref), { status, by: userOf(agentId).name });
    },

    agentAssigns({ agentId, ...ref }) {
      const assignee = agentId === null ? null : userOf(agentId);
      changeConversation(life, conversationOf(ref), { assignee, assigneeBot: null });
    },

    deleteMessage(ref) {
      const content = 'This message was deleted';
      updateMessage(life, messageOf(ref), { content, contentAttributes: { deleted: true }, attachments: [] });
    },

    markMessage({ status, error, ...ref }) {
      const message = messageOf(ref);
      const failure = error === undefined ? {} : { external_error: error };
      updateMessage(life, message, {
        status,
        contentAttributes: { ...message.contentAttributes, ...failure },
      });
    },
  };
}

/** How a click comes back: on the message itself, or as a new text of the option's title or value. */
function relayOf(channel: string): 'update' | 'title' | 'value' {
  switch (channel) {
    case 'Channel::WebWidget':
    case 'Channel::Api':
      return 'update';
    case 'Channel::Whatsapp':
    case 'Channel::FacebookPage':
      return 'title';
    case 'Channel::Telegram':
    case 'Channel::Line':
      return 'value';
    default:
      throw new Error(`${channel} shows no options`);
  }
}
