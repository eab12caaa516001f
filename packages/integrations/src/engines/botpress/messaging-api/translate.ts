import type { EngineEvent, EngineTurn } from '../../../contract/index.ts';
import { isFields } from '../fields.ts';
import { fitMessage } from '../fit-message.ts';
import { messageText } from '../message-text.ts';
import { toReply } from '../to-reply.ts';
import { type TurnMetadata, turnMetadata } from '../turn-metadata.ts';
import { zCallback, zProbe } from './wire.ts';

/** Body of our request (contracts/botpress.md §1b). What travels with a message are extra keys of its `payload`. */
export interface MessagingRequest {
  userId: string;
  conversationId: string;
  /** The turn's id: documented as a protection against duplicates, which the source does not have. */
  messageId: string;
  type: 'text';
  text: string;
  payload: { metadata: TurnMetadata };
}

export function toRequest(turn: EngineTurn): MessagingRequest {
  const { userId, conversationId } = turn.conversation;
  const parts = { text: messageText(turn.message), metadata: turnMetadata(turn) };
  return fitMessage(parts, ({ text, metadata }) => ({
    userId,
    conversationId,
    messageId: turn.turnId,
    type: 'text',
    text,
    payload: { metadata },
  }));
}

/** Reads a callback (contracts/botpress.md §1b): one message of the bot. There are no events, so marks travel in its payload. */
export function readCallback(body: unknown): EngineEvent {
  if (zProbe.safeParse(body).success) return ignored('registration probe');
  const callback = zCallback.safeParse(body);
  if (!callback.success) return ignored(`malformed callback: ${callback.error.issues[0]?.path.join('.')}`);
  const { type, conversationId, botpressMessageId, payload } = callback.data;
  const reply = toReply({
    id: botpressMessageId ?? null,
    createdAtMs: null,
    payload: { type, payload },
    metadata: isFields(payload) ? payload.metadata : null,
  });
  if (typeof reply === 'string') return ignored(reply);
  return { kind: 'reply', address: { by: 'engine-conversation', id: conversationId }, reply };
}

function ignored(reason: string): EngineEvent {
  return { kind: 'ignored', reason };
}
