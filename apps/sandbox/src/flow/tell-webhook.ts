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
  const { tone, text } = tellAnswer(posted, { what, from });
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
  { what, from }: { what: string; from: 'chatwoot' | 'botpress' },
): Pick<FlowLine, 'tone' | 'text'> {
  const { status } = posted;
  if (status === null) return { tone: 'trouble', text: `${what}: nobody answers` };
  const tookMs = Math.max(1, Math.round(posted.durationMs));
  const answer = answerOf(posted);
  switch (answer?.status) {
    case 'accepted':
      return { tone: 'plain', text: `${what}: stored first, then answered ${status} (${tookMs} ms)` };
    case 'duplicate':
      return { tone: 'good', text: `${what} once more: known already, nothing is done twice` };
    case 'ignored':
      return { tone: 'detail', text: `${what}: nothing to do (${answer.reason ?? 'no reason given'})` };
    case undefined: {
      const isRetried = from === 'chatwoot' && (status === 429 || status === 500);
      return {
        tone: 'trouble',
        text: `${what}: refused with ${status}${isRetried ? ', Chatwoot tries again in 3 s' : ''}`,
      };
    }
  }
}

function nameChatwootEvent(sent: Fields): string {
  const { event, message_type: type, private: isPrivate, sender } = sent;
  const attributes = fieldsOf(sent.content_attributes);
  if (event === 'message_created') {
    if (isPrivate === true) return 'A private note';
    if (type === 'incoming') return 'The customer’s message';
    if (type === 'outgoing' && typeof attributes.tandem_ref === 'string')
      return 'Chatwoot’s echo of the reply';
    if (type === 'outgoing' && fieldsOf(sender).type === 'agent_bot') return 'A bot’s message';
    if (type === 'outgoing') return 'The agent’s message';
  }
  if (isChoice(attributes, event)) return 'The customer’s choice';
  if (event === 'conversation_status_changed') return `The new status “${String(sent.status)}”`;
  return typeof event === 'string' ? sentence(event) : 'Something';
}

const isChoice = (attributes: Fields, event: unknown): boolean =>
  event === 'message_updated' && attributes.submitted_values !== undefined;

function nameBotpressSignal(sent: Fields): string {
  const data = fieldsOf(sent.data);
  switch (sent.type) {
    case 'message_created':
      return data.isBot === true ? 'The bot’s answer' : 'The message it was just given';
    case 'event_created':
      return 'The bot’s wish for a human';
    default:
      return typeof sent.type === 'string' ? sentence(sent.type) : 'Something';
  }
}

/** `conversation_updated` as people write it. */
function sentence(name: string): string {
  const words = name.replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
