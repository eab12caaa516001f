import { type ChatwootToken, UpstreamError, type Visit } from '../../contract/index.ts';
import { expectOk, type Http, type HttpResponse } from '../../http/index.ts';
import { visit } from '../../probes/visit.ts';
import { fieldsOf } from './wire.ts';

const timeoutMs = 8_000;
const profilePath = '/api/v1/profile';

/** Asks for the profile without a token: a Chatwoot refuses with 401 and `errors` (contracts/chatwoot.md §10.2). */
export function chatwootDoor(http: Http, baseUrl: string): Promise<Visit> {
  return visit(http, {
    url: `${baseUrl}${profilePath}`,
    isExpected: ({ status, json }) => status === 401 && Array.isArray(fieldsOf(json).errors),
  });
}

/**
 * What a token is, by two reads that leave nothing: people have a profile and bots may not ask for it; a conversation that
 * cannot exist is unknown to whoever may read conversations (contracts/chatwoot.md §10.1, §10.2).
 */
export async function chatwootToken(
  http: Http,
  { baseUrl, accountId, token }: { baseUrl: string; accountId: number; token: string },
): Promise<ChatwootToken> {
  const { host } = new URL(baseUrl);
  const ask = async (path: string): Promise<HttpResponse> => {
    const headers = { accept: 'application/json', api_access_token: token };
    const url = `${baseUrl}${path}`;
    const response = await http.request({ method: 'GET', url, headers, timeoutMs, write: false });
    if (response.status === 401 || response.status === 404) return response;
    return expectOk(response, { label: `${host}: GET ${path}`, serverError: 'failed' });
  };
  const profile = await ask(profilePath);
  if (profile.status === 404) throw new UpstreamError('rejected', `${host}: GET ${profilePath}: 404`);
  if (profile.status !== 401) return { kind: 'user' };
  if (!isForBots(profile)) return { kind: 'nobody' };
  const conversation = await ask(`/api/v1/accounts/${accountId}/conversations/0`);
  if (conversation.status !== 401) return { kind: 'bot', mayRead: true };
  return isForBots(conversation) ? { kind: 'bot', mayRead: false } : { kind: 'stranger' };
}

/** A bot's token is known, and may not do this. */
const isForBots = ({ json }: HttpResponse): boolean => {
  const { error } = fieldsOf(json);
  return typeof error === 'string' && error.includes('not authorized for bots');
};
