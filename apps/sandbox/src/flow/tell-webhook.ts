import { z } from 'zod';
import type { FlowLine } from '../desk/view.ts';
import { type WebhookAnswer, zWebhookAnswer } from '../tandem/wire.ts';
import type { PostedWebhook } from '../upstreams/post-webhook.ts';
import type { NewLine } from './create-flow.ts';

type Fields = Record<string, unknown>;
const zFields = z.record(z.string(), z.unknown());
const fieldsOf = (value: unknown): Fields => zFields.safeParse(value).data ?? {};

/** One webhook and what Tandem said to it, for people. Pure. */
export function tellWebhook(
  posted: PostedWebhook,
  input: { from: 'chatwoot' | 'botpress'; conversationId: number | null },
): NewLine {
  const { from, conversationId } = input;
  const sent = fieldsOf(posted.sent);
  const what = from === 'chatwoot' ? nameChatwootEvent(sent) : nameBotpressSignal(sent);
  const { tone, text } = tellAnswer(posted, { what, sender: from === 'chatwoot' ? 'Chatwoot' : 'Botpress' });
  return { atMs: posted.atMs + posted.durationMs, from, to: 'tandem', tone, conversationId, text };
}

/** The conversation a Chatwoot webhook is about. */
export function conversationOf(sent: unknown): number | null {
  const fields = fieldsOf(sent);
  const id = fieldsOf(fields.conversation).id ?? fields.id;
  return typeof id === 'number' ? id : null;
}

/** What Tandem made of a webhook; null when it did not say. */
export function answerOf(posted: PostedWebhook): WebhookAnswer | null {
  return zWebhookAnswer.safeParse(posted.answer).data ?? null;
}

/** Whether a customer said something with it, so that a turn may follow. */
export function isCustomersTurn(sent: unknown): boolean {
  const { event, message_type: type, content_attributes: attributes } = fieldsOf(sent);
  return (event === 'message_created' && type === 'incoming') || isChoice(fieldsOf(attributes), event);
}

function tellAnswer(
  posted: PostedWebhook,
  { what, sender }: { what: string; sender: string },
): Pick<FlowLine, 'tone' | 'text'> {
  const { status } = posted;
  if (status === null) return { tone: 'trouble', text: `${sender} reports ${what}, and nobody answers.` };
  const tookMs = Math.max(1, Math.round(posted.durationMs));
  const answer = answerOf(posted);
  switch (answer?.status) {
    case 'accepted':
      return { tone: 'plain', text: `${sender} reports ${what}. Tandem stores it first and then says ${status}, after ${tookMs} ms.` };
    case 'duplicate':
      return { tone: 'good', text: `${sender} reports ${what} once more. Tandem knows it already and does nothing twice.` };
    case 'ignored':
      return { tone: 'detail', text: `${sender} reports ${what}. Nothing to do: ${answer.reason ?? 'no reason given'}.` };
    case undefined: {
      const again = sender === 'Chatwoot' && (status === 429 || status === 500) ? ' Chatwoot tries again in 3 s.' : '';
      return { tone: 'trouble', text: `${sender} reports ${what}; Tandem refuses with ${status}.${again}` };
    }
  }
}

function nameChatwootEvent(sent: Fields): string {
  const { event, message_type: type, private: isPrivate, sender } = sent;
  const attributes = fieldsOf(sent.content_attributes);
  if (event === 'message_created') {
    if (isPrivate === true) return 'a private note';
    if (type === 'incoming') return 'the customer’s message';
    if (type === 'outgoing' && typeof attributes.tandem_ref === 'string') return 'the reply that now stands there';
    if (type === 'outgoing' && fieldsOf(sender).type === 'agent_bot') return 'a bot’s message';
    if (type === 'outgoing') return 'the agent’s message';
  }
  if (isChoice(attributes, event)) return 'the customer’s choice';
  if (event === 'conversation_status_changed') return `the new status “${String(sent.status)}”`;
  return typeof event === 'string' ? event.replaceAll('_', ' ') : 'something';
}

const isChoice = (attributes: Fields, event: unknown): boolean =>
  event === 'message_updated' && attributes.submitted_values !== undefined;

function nameBotpressSignal(sent: Fields): string {
  const data = fieldsOf(sent.data);
  switch (sent.type) {
    case 'message_created':
      return data.isBot === true ? 'the bot’s answer' : 'the message it was just given';
    case 'event_created':
      return 'that the bot wants a human';
    default:
      return typeof sent.type === 'string' ? sent.type.replaceAll('_', ' ') : 'something';
  }
}
