import { BadBody, type ChannelEvent } from '../../contract/index.ts';
import { readChoice } from './read-choice.ts';
import { conversationView, languageTag, placeOfConversation, placeOfMessage } from './read-conversation.ts';
import { customerMessageOf } from './read-customer-message.ts';
import {
  type Fields,
  fieldsOf,
  isFields,
  readBareMessage,
  readConversationEvent,
  readMessage,
  readWidget,
  type WireMessage,
  type WireWidget,
} from './wire.ts';

/** One Chatwoot webhook body in the platform's words. Throws `BadBody`; pure. Source: contracts/chatwoot.md §1.1. */
export function readEvent(body: unknown): ChannelEvent {
  if (!isFields(body)) throw new BadBody([{ path: '', message: 'must be an object' }]);
  const { event } = body;
  switch (event) {
    case 'message_created':
      return readCreated(readMessage(body));
    case 'message_updated':
      return readUpdated(readMessage(body));
    case 'conversation_status_changed':
      return readStatus(body);
    case 'conversation_updated':
      return changesStatus(body) ? readStatus(body) : ignored('conversation updated');
    case 'conversation_opened':
    case 'conversation_resolved':
      // Versions that name the account also send conversation_status_changed (contracts/chatwoot.md §8).
      return body.account == null ? readStatus(body) : ignored('twin of conversation_status_changed');
    case 'webwidget_triggered':
      return readWidgetOpen(readWidget(body));
    case undefined:
    case null:
      return readBare(body);
    default:
      if (typeof event === 'string') return ignored(`event ${event.slice(0, 60)}`);
      throw new BadBody([{ path: 'event', message: 'must be text' }]);
  }
}

/** The decision table of contracts/chatwoot.md §7, with the takeover rule of product page §3. First match wins. */
function readCreated(message: WireMessage): ChannelEvent {
  const attributes = fieldsOf(message.content_attributes);
  if (message.message_type === 'outgoing' && typeof attributes.tandem_ref === 'string') {
    return { kind: 'echo', ...placeOfMessage(message), messageId: message.id, ref: attributes.tandem_ref };
  }
  if (message.private === true) return ignored('private note');
  switch (message.message_type) {
    case 'outgoing':
      return readOutgoing(message, attributes);
    case 'incoming':
      if (fieldsOf(attributes.email).auto_reply === true) return ignored('automatic reply');
      return customerMessageOf(message, message.id);
    default:
      return ignored(`message type ${message.message_type.slice(0, 60)}`);
  }
}

function readOutgoing(message: WireMessage, attributes: Fields): ChannelEvent {
  const senderType = message.sender?.type;
  if (senderType === 'agent_bot' || senderType === 'captain_assistant') return ignored('message of a bot');
  if (attributes.automation_rule_id != null) return ignored('automation');
  const campaignId = fieldsOf(message.additional_attributes).campaign_id ?? attributes.campaign_id;
  if (campaignId != null) return ignored('campaign');
  return {
    kind: 'agent-message',
    ...placeOfMessage(message),
    messageId: message.id,
    // No sender: written on a paired phone.
    agentId: senderType === 'user' ? (message.sender?.id ?? null) : null,
    conversation: conversationView(message.conversation),
  };
}

function readUpdated(message: WireMessage): ChannelEvent {
  if (message.private === true) return ignored('private note');
  const attributes = fieldsOf(message.content_attributes);
  if (attributes.deleted === true) {
    if (message.message_type !== 'incoming') return ignored('reply deleted');
    return { kind: 'deleted', ...placeOfMessage(message), messageId: message.id };
  }
  const answer = readChoice(attributes);
  if (answer === null) return ignored('message updated');
  const {
    contact,
    conversation,
    message: customerMessage,
    ...place
  } = customerMessageOf(message, message.id);
  return {
    ...place,
    kind: 'choice',
    messageId: message.id,
    digest: answer.digest,
    message: { ...customerMessage, ...answer.message },
    contact,
    conversation,
  };
}

function readStatus(body: Fields): ChannelEvent {
  const event = readConversationEvent(body);
  const conversation = conversationView(event);
  return { kind: 'status', ...placeOfConversation(event), status: event.status, conversation };
}

function changesStatus(body: Fields): boolean {
  const changes = body.changed_attributes;
  return (
    Array.isArray(changes) && changes.some((change) => isFields(change) && Object.hasOwn(change, 'status'))
  );
}

function readWidgetOpen(widget: WireWidget): ChannelEvent {
  const { widget_language: chosen, browser_language: browser } = fieldsOf(widget.event_info);
  return {
    kind: 'widget-open',
    accountId: widget.account?.id ?? null,
    inboxId: widget.inbox?.id ?? null,
    contactId: widget.contact.id,
    sourceId: widget.source_id,
    conversationId: widget.current_conversation?.id ?? null,
    locale: languageTag(chosen) ?? languageTag(browser),
  };
}

/** The brief's bare body: a customer's text. A message type other than `incoming` is no customer's. */
function readBare(body: Fields): ChannelEvent {
  if (body.message_type != null && body.message_type !== 'incoming') return ignored('no event');
  const message = readBareMessage(body);
  if (message.private === true) return ignored('private note');
  return customerMessageOf(message, null);
}

function ignored(reason: string): ChannelEvent {
  return { kind: 'ignored', reason };
}
