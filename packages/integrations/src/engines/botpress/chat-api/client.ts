import type { z } from 'zod';
import { type EngineClient, type SendGuard, UpstreamError } from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import { readAnswer } from '../read-answer.ts';
import type { ChatApiSettings } from './settings.ts';
import { signUserKey } from './sign-user-key.ts';
import { toMessage } from './to-message.ts';
import { toTranscript } from './translate.ts';
import { type ChatMessage, zAnything, zMessageAnswer, zMessagesPage } from './wire.ts';

interface Call<Schema extends z.ZodType> {
  method: 'GET' | 'POST';
  /** Below `{chatUrl}/{webhookId}/`. */
  path: string;
  json?: unknown;
  userId: string;
  /** A repetition of it would be seen: there is no idempotency for messages (contracts/botpress.md §1a). */
  doubles: boolean;
  guard?: SendGuard;
  schema: Schema;
}

/** More than a conversation can hold within any deadline; a listing that goes on longer goes in circles. */
const pagesMax = 200;

/** Five calls of the Chat API (contracts/botpress.md §1a), each as the conversation's own chat user. */
export function createClient(context: { http: Http }, settings: ChatApiSettings): EngineClient {
  const baseUrl = `${settings.chatUrl}/${encodeURIComponent(settings.webhookId)}`;
  const host = new URL(settings.chatUrl).host;

  /** A refused key is signed again once (contracts/botpress.md §8, fixture 56); a refused call did nothing. */
  async function call<Schema extends z.ZodType>(input: Call<Schema>): Promise<z.output<Schema>> {
    try {
      return await attempt(input);
    } catch (error) {
      if (error instanceof UpstreamError && error.status === 401) return attempt(input);
      throw error;
    }
  }

  async function attempt<Schema extends z.ZodType>(input: Call<Schema>): Promise<z.output<Schema>> {
    const { method, path, json, userId, doubles, guard, schema } = input;
    const response = await context.http.request({
      method,
      url: `${baseUrl}/${path}`,
      headers: { 'x-user-key': signUserKey({ userId, encryptionKey: settings.encryptionKey }) },
      ...(json === undefined ? {} : { json }),
      timeoutMs: settings.timeoutMs,
      write: doubles,
      ...(guard === undefined ? {} : { guard }),
    });
    const label = `${host}: ${method} /${path.split('?', 1)[0]}`;
    return readAnswer(response, { label, schema, serverError: doubles ? 'unknown-outcome' : 'failed' });
  }

  return {
    afterUnknown: 'look-up',

    async open({ userId, conversationId }, guard) {
      const common = { method: 'POST', userId, guard, doubles: false, schema: zAnything } as const;
      await call({ ...common, path: 'users/get-or-create', json: {} });
      await call({ ...common, path: 'conversations/get-or-create', json: { id: conversationId } });
    },

    async send(turn, guard) {
      const { message } = await call({
        method: 'POST',
        path: 'messages',
        json: toMessage(turn),
        userId: turn.conversation.userId,
        doubles: true,
        guard,
        schema: zMessageAnswer,
      });
      return { takenAtMs: message.createdAt, replies: null };
    },

    async transcript({ conversation, sinceMs }) {
      const { userId, conversationId } = conversation;
      const path = `conversations/${encodeURIComponent(conversationId)}/messages`;
      const messages: ChatMessage[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < pagesMax; page += 1) {
        const query = nextToken === undefined ? '' : `?nextToken=${encodeURIComponent(nextToken)}`;
        const common = { method: 'GET', userId, doubles: false, schema: zMessagesPage } as const;
        const listed = await call({ ...common, path: `${path}${query}` });
        messages.push(...listed.messages.filter(({ createdAt }) => createdAt >= sinceMs));
        nextToken = listed.meta?.nextToken;
        // Newest first: a page of older messages alone ends what is asked for.
        const isOlder =
          listed.messages.length > 0 && listed.messages.every(({ createdAt }) => createdAt < sinceMs);
        if (nextToken === undefined || isOlder) return toTranscript(messages, userId);
      }
      throw new UpstreamError('malformed', `${host}: GET /${path}: more than ${pagesMax} pages`);
    },

    async tellHandoffEnded({ conversation: { userId, conversationId } }) {
      const json = { conversationId, payload: { type: 'handoff_ended' } };
      // Told twice it is as true as told once.
      await call({ method: 'POST', path: 'events', json, userId, doubles: false, schema: zAnything });
    },
  };
}
