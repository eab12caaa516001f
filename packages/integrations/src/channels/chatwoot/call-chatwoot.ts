import { type SendGuard, UpstreamError } from '../../contract/index.ts';
import { expectOk, type Http, type HttpBody, type HttpRequest, type HttpResponse } from '../../http/index.ts';
import type { ChatwootSettings } from './settings.ts';
import { fieldsOf } from './wire.ts';

/** Of a call; one that carries a file says itself how long it may take. */
const timeoutMsDefault = 10_000;

export interface ChatwootCall {
  method: 'GET' | 'POST' | 'PUT';
  /** Below the account, with its query: `conversations/9876/messages?after=5`. */
  path: string;
  json?: unknown;
  /** Instead of `json`: a form with a file. */
  body?: HttpBody;
  timeoutMs?: number;
  /** Whose token: the bot's on the hot path, a user's only where the bot may not. */
  as: 'bot' | 'admin';
  /** Whether doing it twice shows: decides what a call without a clear answer is. */
  repeatable: boolean;
  guard?: SendGuard;
}

/** Makes one call of contracts/chatwoot.md §10.3 and returns its 2xx answer. Throws `UpstreamError`. */
export type CallChatwoot = (call: ChatwootCall) => Promise<HttpResponse>;

/** Chatwoot lets no bot make this call, or not yet in this version (contracts/chatwoot.md §10.1). */
export class NotForBots extends UpstreamError {
  constructor(label: string) {
    super('unauthorized', `${label}: not allowed to bots`, { status: 401 });
  }
}

/** Calls of one account with one connection's tokens. */
export function createCall(http: Http, settings: ChatwootSettings): CallChatwoot {
  const base = `${settings.baseUrl}/api/v1/accounts/${settings.accountId}`;
  const { host } = new URL(base);
  return async ({ method, path, json, body, as, repeatable, guard, timeoutMs = timeoutMsDefault }) => {
    const label = `${host}: ${method} ${path}`;
    const token = as === 'bot' ? settings.botToken : settings.adminToken;
    if (token == null) throw new UpstreamError('unauthorized', `${label}: needs an admin token`);
    const request: HttpRequest = {
      method,
      url: `${base}/${path}`,
      headers: { accept: 'application/json', api_access_token: token },
      timeoutMs,
      write: !repeatable,
      ...(json === undefined ? {} : { json }),
      ...(body === undefined ? {} : { body }),
      ...(guard === undefined ? {} : { guard }),
    };
    const response = await http.request(request);
    const refusal = refusalOf(response);
    if (refusal === 'too many messages')
      throw new UpstreamError('rate-limited', `${label}: ${refusal}`, { status: 422 });
    if (refusal === 'not for bots') throw new NotForBots(label);
    return expectOk(response, { label, serverError: repeatable ? 'failed' : 'unknown-outcome' });
  };
}

/** Refusals that mean something else than their status: contracts/chatwoot.md §10.1 and §10.5. */
function refusalOf({ status, json }: HttpResponse): 'too many messages' | 'not for bots' | null {
  const { error } = fieldsOf(json);
  if (typeof error !== 'string') return null;
  if (status === 422 && error.includes('Too many messages')) return 'too many messages';
  if (status === 401 && error.includes('not authorized for bots')) return 'not for bots';
  return null;
}
