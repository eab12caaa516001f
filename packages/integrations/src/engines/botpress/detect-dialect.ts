import type { EngineDialect } from '../../contract/index.ts';
import { isFields } from './fields.ts';

/** What the self-hosted messaging server sends beside `data` (contracts/botpress.md §1e). */
const v12Types = new Set(['message.new', 'conversation.started', 'user.new', 'message.feedback']);

/** Which dialect a parsed body on the Botpress route is written in, by its shape alone; null when none. */
export function detectDialect(body: unknown): EngineDialect | null {
  if (!isFields(body)) return null;
  const has = (name: string) => Object.hasOwn(body, name);
  if (typeof body.type === 'string' && has('data')) return v12Types.has(body.type) ? 'v12' : 'chat_api';
  if (has('responses') || has('sessionId')) return 'generic';
  if (typeof body.type !== 'string' || !has('payload')) return null;
  const isCallback = has('conversationId') || has('botpressMessageId') || has('botpressConversationId');
  // The probe of a new installation carries nothing else (contracts/botpress.md §1b).
  return isCallback || body.type === 'test' ? 'messaging_api' : null;
}
