import type { EngineEvent, EngineReply, EngineTurn } from '../../../contract/index.ts';
import { isFields } from '../fields.ts';
import { messageText } from '../message-text.ts';
import { translatePayload } from '../payload.ts';
import { readMarks } from '../reply-marks.ts';
import { toReply } from '../to-reply.ts';
import { type TurnMetadata, turnMetadata } from '../turn-metadata.ts';
import { shorten } from './shorten.ts';
import { toPayload } from './to-payload.ts';
import { zCallback, zMessageNew } from './wire.ts';

/** Body of a Converse request (contracts/botpress.md §1e). */
export interface ConverseRequest {
  type: 'text';
  text: string;
  /** `text`: all of it, where the server takes only its beginning. */
  metadata: TurnMetadata & { text?: string };
}

/** One turn is one request, for each would be answered on its own: what is too long for the server travels whole in the metadata. */
export function toRequest(turn: EngineTurn, lengthMax: number): ConverseRequest {
  const whole = messageText(turn.message);
  const text = shorten(whole, lengthMax);
  const metadata = turnMetadata(turn);
  return { type: 'text', text, metadata: text === whole ? metadata : { ...metadata, text: whole } };
}

/** All that the bot said to one request. Nothing at all is a fallback: v12 bots have no way to choose silence (fixture 69). */
export function toAnswer(responses: unknown[], baseUrl: string): EngineReply {
  const marks = responses.map((response) => readMarks(isFields(response) ? response.metadata : null));
  const contents = responses.flatMap((response) => translateResponse(response, baseUrl));
  const handoff = marks.find((mark) => mark.handoff !== null)?.handoff ?? null;
  const actions = marks.flatMap((mark) => mark.actions);
  const saysNothing = contents.length === 0 && handoff === null && actions.length === 0;
  const fallback = saysNothing || marks.some((mark) => mark.fallback);
  return { id: null, createdAtMs: null, contents, handoff, fallback, actions };
}

/** Reads a callback of the messaging server (contracts/botpress.md §1e). */
export function readCallback(body: unknown): EngineEvent {
  const callback = zCallback.safeParse(body);
  if (!callback.success) return ignored('not a callback');
  const { type, data } = callback.data;
  if (type !== 'message.new') return ignored(type.slice(0, 60));
  const created = zMessageNew.safeParse(data);
  if (!created.success) return ignored(`malformed ${type}: ${created.error.issues[0]?.path.join('.')}`);
  const { conversationId, message } = created.data;
  if (message.authorId != null) return ignored('not from the bot');
  const payload = toPayload(message.payload, null);
  const metadata = isFields(message.payload) ? message.payload.metadata : null;
  const reply = toReply({ id: message.id, createdAtMs: message.sentOn, payload, metadata });
  if (typeof reply === 'string') return ignored(reply);
  return { kind: 'reply', address: { by: 'engine-conversation', id: conversationId }, reply };
}

const translateResponse = (response: unknown, baseUrl: string) =>
  translatePayload(toPayload(response, baseUrl)).contents;

function ignored(reason: string): EngineEvent {
  return { kind: 'ignored', reason };
}
