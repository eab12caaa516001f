import { isUtf8 } from 'node:buffer';

/** Secrets of end users and accounts that upstreams put into webhook bodies (contracts/chatwoot.md §3). */
const secretMember = /"(pubsub_token|access_token|hmac_token|api_access_token)"\s*:\s*"(?:[^"\\]|\\.)*"/g;

/**
 * The body to store: as it came, with secrets taken out. Works on text so that nothing else changes by a byte; `text`: the body
 * read as UTF-8, which it need not be.
 */
export function redactBody(body: Buffer, text: string): string | Buffer {
  if (text.includes('_token"')) return text.replace(secretMember, '"$1":"[redacted]"');
  return isUtf8(body) ? text : body;
}
