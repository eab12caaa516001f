import { hash } from 'node:crypto';
import type { EngineEvent, EngineReply, EngineTranscript } from '../../../contract/index.ts';
import { isFields, textOf } from '../fields.ts';
import { toHandoff } from '../reply-marks.ts';
import { toReply } from '../to-reply.ts';
import { type ChatMessage, type Created, zCreated, zSignal } from './wire.ts';

/** Reads a signal of the Chat integration (contracts/botpress.md §1a): what the bot said or asked for; all else is ignored. */
export function readSignal(body: unknown): EngineEvent {
  const signal = zSignal.safeParse(body);
  if (!signal.success) return ignored('not a signal');
  const { type, data } = signal.data;
  if (type !== 'message_created' && type !== 'event_created') return ignored(type.slice(0, 60));
  if (isFields(data) && data.isBot === false) return ignored('not from the bot');
  const created = zCreated.safeParse(data);
  if (!created.success) return ignored(`malformed ${type}: ${created.error.issues[0]?.path.join('.')}`);
  return type === 'message_created' ? readMessage(created.data) : readEvent(created.data);
}

/** What the engine holds of a conversation whose customer is `userId` there; `messages` in any order. */
export function toTranscript(messages: ChatMessage[], userId: string): EngineTranscript {
  const transcript: EngineTranscript = { turns: [], replies: [] };
  // Listed newest first: turned round before the stable sort, messages of one millisecond keep their order.
  const oldestFirst = messages.toReversed().sort((a, b) => a.createdAt - b.createdAt);
  for (const message of oldestFirst) {
    if (message.userId === userId) {
      const turnId = isFields(message.metadata) ? textOf(message.metadata, 'tandemTurn') : undefined;
      if (turnId !== undefined) transcript.turns.push({ turnId, takenAtMs: message.createdAt });
    } else {
      const reply = toReply({ ...message, createdAtMs: message.createdAt });
      if (typeof reply !== 'string') transcript.replies.push(reply);
    }
  }
  return transcript;
}

function readMessage({ id, conversationId, createdAt, payload, metadata }: Created): EngineEvent {
  if (id === null) return ignored('malformed message_created: id');
  const reply = toReply({ id, createdAtMs: timeMs(createdAt), payload, metadata });
  return typeof reply === 'string' ? ignored(reply) : said(conversationId, reply);
}

/** The recommended handoff signal is a custom event (contracts/botpress.md §4). */
function readEvent({ id, conversationId, createdAt, payload }: Created): EngineEvent {
  if (!isFields(payload) || payload.type !== 'handoff') return ignored('an event other than handoff');
  return said(conversationId, {
    id: id ?? `event-${hash('sha256', textToHash([conversationId, createdAt, payload])).slice(0, 40)}`,
    createdAtMs: timeMs(createdAt),
    contents: [],
    handoff: toHandoff(payload),
    fallback: false,
    actions: [],
  });
}

/** The parser takes deeper nesting than the writer; such a payload is told apart by its place and time alone. */
function textToHash([conversationId, createdAt, payload]: [string, string, unknown]): string {
  try {
    return JSON.stringify([conversationId, createdAt, payload]);
  } catch {
    return JSON.stringify([conversationId, createdAt]);
  }
}

function said(conversationId: string, reply: EngineReply): EngineEvent {
  return { kind: 'reply', address: { by: 'engine-conversation', id: conversationId }, reply };
}

function ignored(reason: string): EngineEvent {
  return { kind: 'ignored', reason };
}

function timeMs(text: string): number | null {
  const parsed = Date.parse(text);
  return Number.isFinite(parsed) ? parsed : null;
}
