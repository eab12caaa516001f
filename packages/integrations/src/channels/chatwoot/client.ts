import { type ChannelClient, type SendGuard, UpstreamError } from '../../contract/index.ts';
import { expectOk, type Http, type HttpRequest, type HttpResponse } from '../../http/index.ts';
import { escapeLiquid } from './escape-liquid.ts';
import { findMessage } from './find-message.ts';
import { renderText } from './render.ts';
import type { ChatwootSettings } from './settings.ts';
import { fieldsOf, parseCreated } from './wire.ts';

const timeoutMs = 10_000;

interface Call {
  method: 'GET' | 'POST';
  conversationId: number;
  /** Below the conversation, with its query. */
  path: string;
  json?: unknown;
  token: string;
  /** Whether doing it twice shows: decides what a call without a clear answer is. */
  repeatable: boolean;
  guard?: SendGuard;
}

/** Makes one call of contracts/chatwoot.md §10.3 and returns its 2xx answer. Throws `UpstreamError`. */
export type CallChatwoot = (call: Call) => Promise<HttpResponse>;

/** One account of one Chatwoot with one bot's token. Source: contracts/chatwoot.md §10. */
export function connectChatwoot(http: Http, settings: ChatwootSettings): ChannelClient {
  const { botToken } = settings;
  const adminToken = settings.adminToken ?? null;
  const call = caller(http, settings);

  return {
    canRead: adminToken !== null,

    async send({ conversationId, content, ref, private: isPrivate }, guard) {
      const json = {
        content: escapeLiquid(renderText(content)),
        message_type: 'outgoing',
        private: isPrivate,
        content_type: 'text',
        content_attributes: { tandem_ref: ref },
      };
      const path = 'messages';
      const response = await call({
        method: 'POST',
        conversationId,
        path,
        json,
        token: botToken,
        repeatable: false,
        guard,
      });
      const created = parseCreated(response.json);
      if (created !== null) return { messageId: created.id };
      throw new UpstreamError('unknown-outcome', 'Chatwoot took a message without naming it', {
        status: response.status,
      });
    },

    async setStatus({ conversationId, status }, guard) {
      const path = 'toggle_status';
      await call({
        method: 'POST',
        conversationId,
        path,
        json: { status },
        token: botToken,
        repeatable: true,
        guard,
      });
    },

    async setTyping({ conversationId, on }, guard) {
      const json = { typing_status: on ? 'on' : 'off' };
      const path = 'toggle_typing_status';
      await call({ method: 'POST', conversationId, path, json, token: botToken, repeatable: true, guard });
    },

    async find(input) {
      if (adminToken === null) {
        throw new UpstreamError(
          'unauthorized',
          'reading messages back needs an admin token; a bot token may not',
        );
      }
      return findMessage({ call, token: adminToken }, input);
    },
  };
}

function caller(http: Http, settings: ChatwootSettings): CallChatwoot {
  const base = `${settings.baseUrl}/api/v1/accounts/${settings.accountId}/conversations`;
  return async ({ method, conversationId, path, json, token, repeatable, guard }) => {
    const request: HttpRequest = {
      method,
      url: `${base}/${conversationId}/${path}`,
      headers: { accept: 'application/json', api_access_token: token },
      timeoutMs,
      write: !repeatable,
      ...(json === undefined ? {} : { json }),
      ...(guard === undefined ? {} : { guard }),
    };
    const label = `${new URL(base).host}: ${method} conversations/${conversationId}/${path}`;
    const response = await http.request(request);
    if (isMessageLimit(response)) {
      throw new UpstreamError('rate-limited', `${label}: too many messages in this conversation`, {
        status: 422,
      });
    }
    return expectOk(response, { label, serverError: repeatable ? 'failed' : 'unknown-outcome' });
  };
}

/** The limit per conversation answers 422 and not 429 (contracts/chatwoot.md §10.5). */
function isMessageLimit(response: HttpResponse): boolean {
  if (response.status !== 422) return false;
  const { error } = fieldsOf(response.json);
  return typeof error === 'string' && error.includes('Too many messages');
}
