import { type Fields, isFields } from '../wire.ts';
import type { Delivery, WebhookJob } from './deliver.ts';
import { conversationPayload, messagePayload, railsJson } from './payloads.ts';
import { widgetPayload } from './widget-payload.ts';
import type { Account, Bot, ContactInbox, Conversation, Inbox, Message } from './world.ts';

type MessageEvent = 'message_created' | 'message_updated';
type ConversationEvent =
  | 'conversation_created'
  | 'conversation_updated'
  | 'conversation_status_changed'
  | 'conversation_opened'
  | 'conversation_resolved';

type Receiver = Pick<WebhookJob, 'kind' | 'url' | 'secret'>;

/** Publishes what happened to everyone who gets it (contracts/chatwoot.md §1.1). */
export interface Dispatch {
  message(event: MessageEvent, message: Message): void;
  conversation(event: ConversationEvent, conversation: Conversation, changes?: Fields[] | null): void;
  typing(conversation: Conversation, user: Fields, on: boolean): void;
  /** A visitor opened the widget. */
  widget(visit: WidgetVisit): void;
}

export interface WidgetVisit {
  contactInbox: ContactInbox;
  conversation: Conversation | null;
  language: string;
}

const neverToBots = new Set<string>([
  'conversation_created',
  'conversation_typing_on',
  'conversation_typing_off',
]);
const onlyToBots = new Set<string>(['conversation_opened', 'conversation_resolved']);

/** What bots hear since 4.13.0. */
const newToBots = new Set<string>(['conversation_updated', 'conversation_status_changed']);

/**
 * Oldest first: the release of the legacy fixtures; one whose bots may type but neither read conversations nor touch labels,
 * and whose conversations name no account; the one that contracts/chatwoot.md describes (§11.1).
 */
export const versions = ['4.10', '4.13', 'current'] as const;
export type ChatwootVersion = (typeof versions)[number];

export function createDispatch(delivery: Delivery, version: ChatwootVersion): Dispatch {
  const isOld = version === '4.10';
  const namesAccount = version === 'current';

  function publish(
    event: string,
    conversation: Conversation,
    message: Message | null,
    body: () => Fields,
  ): void {
    const json = () => railsJson(namesAccount ? body() : withoutConversationAccount(body()));
    for (const receiver of receiversOf(event, conversation)) {
      if (isOld && receiver.kind === 'agent_bot' && newToBots.has(event)) continue;
      delivery.put({ ...receiver, event, message, body: json });
    }
  }

  return {
    message(event, message) {
      // Activity messages are never sent (§2).
      if (message.type === 'activity') return;
      publish(event, message.conversation, message, () => messagePayload(message, event));
    },
    conversation(event, conversation, changes) {
      const tail = changes === undefined ? { event } : { event, changed_attributes: changes };
      publish(event, conversation, null, () => ({ ...conversationPayload(conversation), ...tail }));
    },
    widget(visit) {
      const event = 'webwidget_triggered';
      const { inbox } = visit.contactInbox;
      for (const receiver of widgetReceivers(inbox)) {
        delivery.put({ ...receiver, event, message: null, body: () => railsJson(widgetPayload(visit)) });
      }
    },
    typing(conversation, user, on) {
      const event = on ? 'conversation_typing_on' : 'conversation_typing_off';
      publish(event, conversation, null, () => {
        return { event, user, conversation: conversationPayload(conversation), is_private: false };
      });
    },
  };
}

function withoutConversationAccount(body: Fields): Fields {
  const { conversation } = body;
  if (isFields(conversation)) return { ...body, conversation: { ...conversation, account: undefined } };
  return { ...body, account: undefined };
}

/** Only the inbox's own bot hears of it (contracts/chatwoot.md §1.1). */
function* widgetReceivers(inbox: Inbox): Generator<Receiver> {
  yield* botReceiver(inbox.bot);
  yield* webhookReceivers(inbox.account, 'webwidget_triggered');
}

function* webhookReceivers(account: Account, event: string): Generator<Receiver> {
  for (const { subscriptions, url, secret } of account.webhooks) {
    if (subscriptions.includes(event)) yield { kind: 'account_webhook', url, secret };
  }
}

function* receiversOf(event: string, conversation: Conversation): Generator<Receiver> {
  const { account, inbox, assigneeBot } = conversation;
  if (!neverToBots.has(event)) {
    // The inbox's bot and an assigned one both get everything.
    for (const bot of new Set([inbox.bot, assigneeBot])) yield* botReceiver(bot);
  }
  if (onlyToBots.has(event)) return;
  yield* webhookReceivers(account, event);
  if (inbox.channel === 'Channel::Api' && inbox.webhookUrl !== null) {
    yield { kind: 'api_inbox', url: inbox.webhookUrl, secret: inbox.secret };
  }
}

function* botReceiver(bot: Bot | null): Generator<Receiver> {
  if (bot?.outgoingUrl != null) yield { kind: 'agent_bot', url: bot.outgoingUrl, secret: bot.secret };
}
