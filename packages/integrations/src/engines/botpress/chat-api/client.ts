import type { z } from 'zod';
import {
  type EngineClient,
  type EngineConversation,
  type SendGuard,
  UpstreamError,
} from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import { readAnswer } from '../read-answer.ts';
import type { ChatApiSettings } from './settings.ts';
import { signUserKey } from './sign-user-key.ts';
import { toMessage } from './to-message.ts';
import { toTranscript } from './translate.ts';
import { type ChatMessage, zAnything, zMessageAnswer, zMessagesPage } from './wire.ts';

interface Call<Schema extends z.ZodType> {
  method: 'GET' | 'POST' | 'DELETE';
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

/** The calls of the Chat API that are needed (contracts/botpress.md §1a), each as the conversation's own chat user. */
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

  /** Newest first, those since a time. */
  async function listMessages(
    { userId, conversationId }: EngineConversation,
    sinceMs: number,
  ): Promise<ChatMessage[]> {
    const path = `conversations/${encodeURIComponent(conversationId)}/messages`;
    const messages: ChatMessage[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < pagesMax; page += 1) {
      const query = nextToken === undefined ? '' : `?nextToken=${encodeURIComponent(nextToken)}`;
      const common = { method: 'GET', userId, doubles: false, schema: zMessagesPage } as const;
      const listed = await call({ ...common, path: `${path}${query}` });
      messages.push(...listed.messages.filter(({ createdAt }) => createdAt >= sinceMs));
      nextToken = listed.meta?.nextToken;
      // A page of older messages alone ends what is asked for.
      const isOlder =
        listed.messages.length > 0 && listed.messages.every(({ createdAt }) => createdAt < sinceMs);
      if (nextToken === undefined || isOlder) return messages;
    }
    throw new UpstreamError('malformed', `${host}: GET /${path}: more than ${pagesMax} pages`);
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
      const messages = await listMessages(conversation, sinceMs);
      return toTranscript(messages, conversation.userId);
    },

    async tellHandoffEnded({ conversation: { userId, conversationId } }) {
      const json = { conversationId, payload: { type: 'handoff_ended' } };
      // Told twice it is as true as told once.
      await call({ method: 'POST', path: 'events', json, userId, doubles: false, schema: zAnything });
    },

    async forget({ userId, conversationIds, signal }) {
      const remove = async (path: string) => {
        signal?.throwIfAborted();
        return await unlessGone(call({ method: 'DELETE', path, userId, doubles: false, schema: zAnything }));
      };
      let [deleted, kept] = [0, 0];
      for (const conversationId of conversationIds) {
        const listed = (await unlessGone(listMessages({ userId, conversationId }, 0))) ?? [];
        const own = listed.filter((message) => message.userId === userId);
        for (const { id } of own) await remove(`messages/${encodeURIComponent(id)}`);
        deleted += own.length;
        kept += listed.length - own.length;
      }
      await remove('users/me');
      return { deleted, kept };
    },
  };
}

/** What is gone, or was never there, is refused as unknown (404) or as somebody else's (403). */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UpstreamError && (error.status === 404 || error.status === 403)) return null;
    throw error;
  }
}
