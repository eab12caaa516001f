import type { Attachment } from '@tandem/schemas';
import type { EngineTurn } from '../../../contract/index.ts';
import { encodeJson } from '../../../http/encode-json.ts';
import { type Fields, optional } from '../fields.ts';
import { messageText } from '../message-text.ts';

/** Body of `POST /messages`. */
interface OutgoingMessage {
  conversationId: string;
  payload: Fields;
  metadata: {
    cwMessageId?: string;
    tandemTurn: string;
    tenantContext: Record<string, unknown>;
    kb: EngineTurn['knowledge'];
    choice?: { title: string; value: string };
    attachments?: Attachment[];
  };
}

/** Payload and metadata together: 128 KB (contracts/botpress.md §1a, "Limits"; §3.3). */
const messageBytesMax = 128_000;

/** What can be no larger than that limit, whatever its characters, with `tenantContext` and `kb` within their own bounds. */
const lengthWithoutDoubt = 8_000;

/**
 * A turn as one chat message. A lone attachment goes as itself, anything else as text with links. What would be too
 * large for Botpress loses its least fitting knowledge first, then the end of its text.
 */
export function toMessage(turn: EngineTurn): OutgoingMessage {
  const { message, channelMessageId } = turn;
  const outgoing: OutgoingMessage = {
    conversationId: turn.conversation.conversationId,
    payload: toPayload(turn),
    metadata: {
      ...optional('cwMessageId', channelMessageId === null ? undefined : String(channelMessageId)),
      tandemTurn: turn.turnId,
      tenantContext: turn.tenantContext,
      kb: turn.knowledge,
      ...optional('choice', message.choice),
      ...optional('attachments', message.attachments.length === 0 ? undefined : message.attachments),
    },
  };
  const isSmall = message.attachments.length === 0 && message.text.length < lengthWithoutDoubt;
  return isSmall ? outgoing : shrink(outgoing);
}

function toPayload({ message }: EngineTurn): Fields {
  const [attachment, ...others] = message.attachments;
  const saysNothing = message.text.trim() === '' && message.choice === undefined;
  const alone =
    saysNothing && others.length === 0 && attachment !== undefined ? toOwnPayload(attachment) : null;
  return alone ?? { type: 'text', text: messageText(message) };
}

/** Chat types know a title only for files and places (contracts/botpress.md §2). */
function toOwnPayload({ type, url, title, latitude, longitude }: Attachment): Fields | null {
  switch (type) {
    case 'image':
    case 'audio':
    case 'video':
      return url === undefined ? null : { type, [`${type}Url`]: url };
    case 'file':
      return url === undefined ? null : { type, fileUrl: url, ...optional('title', title) };
    case 'location':
      if (latitude === undefined || longitude === undefined) return null;
      return { type, latitude, longitude, ...optional('title', title) };
    default:
      return null;
  }
}

function shrink(message: OutgoingMessage): OutgoingMessage {
  let excess = sizeOf(message) - messageBytesMax;
  const kb = [...message.metadata.kb];
  while (excess > 0 && kb.length > 0) excess -= sizeOf(kb.pop()) + 1;
  const shrunk = { ...message, metadata: { ...message.metadata, kb } };
  const { text } = message.payload;
  if (excess <= 0 || typeof text !== 'string') return shrunk;
  return { ...shrunk, payload: { ...message.payload, text: cut(text, sizeOf(text) - excess) } };
}

/** The longest beginning, roughly, that takes no more than so many bytes of JSON, and a sign that it was cut. */
function cut(text: string, bytesMax: number): string {
  let kept = text;
  while (kept.length > 0 && sizeOf(`${kept}…`) > bytesMax) {
    kept = kept.slice(
      0,
      Math.floor(Math.min(kept.length - 1, (kept.length * bytesMax) / sizeOf(`${kept}…`))),
    );
  }
  // Never half a character.
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(encodeJson(value));
}
