import type { Attachment, CustomerMessage } from '@tandem/schemas';
import type { EngineTurn } from '../../../contract/index.ts';
import { type Fields, optional } from '../fields.ts';
import { fitMessage } from '../fit-message.ts';
import { messageText } from '../message-text.ts';
import { type TurnMetadata, turnMetadata } from '../turn-metadata.ts';

/** Body of `POST /messages`. */
interface OutgoingMessage {
  conversationId: string;
  payload: Fields;
  metadata: TurnMetadata;
}

/** A turn as one chat message: a lone attachment goes as itself, anything else as text with links. */
export function toMessage(turn: EngineTurn): OutgoingMessage {
  const { conversationId } = turn.conversation;
  const alone = toLonePayload(turn.message);
  const parts = { text: alone === null ? messageText(turn.message) : '', metadata: turnMetadata(turn) };
  return fitMessage(parts, ({ text, metadata }) => ({
    conversationId,
    payload: alone ?? { type: 'text', text },
    metadata,
  }));
}

function toLonePayload({ text, choice, attachments }: CustomerMessage): Fields | null {
  const [attachment, ...others] = attachments;
  const saysNothing = text.trim() === '' && choice === undefined;
  return saysNothing && others.length === 0 && attachment !== undefined ? toOwnPayload(attachment) : null;
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
