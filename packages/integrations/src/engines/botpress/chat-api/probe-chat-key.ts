import type { ChatKeyAnswer } from '../../../contract/index.ts';
import { expectOk, type Http } from '../../../http/index.ts';
import { isFields } from '../fields.ts';
import { parseChatApiSettings } from './settings.ts';
import { signUserKey } from './sign-user-key.ts';

/** Never made: the Chat API looks at the key before it looks for the user. */
const userId = 'tandem-doctor';
const timeoutMs = 8_000;

/**
 * Asks who a user is that there is not. A wrong key is 401; a wrong webhook id is a 404 without `type`, a user that is not
 * there one with it (contracts/botpress.md §1a, Errors).
 */
export async function probeChatKey(http: Http, stored: Record<string, unknown>): Promise<ChatKeyAnswer> {
  const { chatUrl, webhookId, encryptionKey } = parseChatApiSettings(stored);
  const url = `${chatUrl}/${encodeURIComponent(webhookId)}/users/me`;
  const headers = { 'x-user-key': signUserKey({ userId, encryptionKey }) };
  const response = await http.request({ method: 'GET', url, headers, timeoutMs, write: false });
  const { code, type } = isFields(response.json) ? response.json : {};
  const status = typeof code === 'number' && code >= 400 ? code : response.status;
  if (status === 401) return 'refused';
  if (status === 404) return typeof type === 'string' ? 'accepted' : 'no-bot';
  const label = `${new URL(chatUrl).host}: GET /users/me`;
  expectOk({ ...response, status }, { label, serverError: 'failed' });
  return 'accepted';
}
