import { hostOf } from '@tandem/schemas';
import type { BudgetScope } from '../../contract/index.ts';
import type { SpendOf } from '../../http/index.ts';

const messagesPath = /\/api\/v1\/accounts\/(\d+)\/conversations\/(\d+)\/messages$/;
const typingPath = /\/toggle_typing_status$/;

/**
 * What a request to a Chatwoot counts against (contracts/chatwoot.md §10.5): its host, which counts all requests of one
 * address, and for a new message its conversation. Typing is for show; what was shown is hidden all the same.
 */
export const spendOfChatwoot: SpendOf = ({ method, url, json }) => {
  const address = new URL(url);
  const host = hostOf(address);
  const pathname = address.pathname.replace(/\/{2,}/g, '/');
  const scopes = [hostScope(url)];
  const message = method === 'POST' ? messagesPath.exec(pathname) : null;
  if (message) scopes.push({ kind: 'chatwoot-conversation', id: `${host}/${message[1]}/${message[2]}` });
  return { scopes, optional: typingPath.test(pathname) && isShow(json) };
};

/** All requests to a host count together. */
export const hostScope = (url: string): BudgetScope => ({ kind: 'chatwoot-host', id: hostOf(new URL(url)) });

const isShow = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'typing_status' in json && json.typing_status === 'on';
