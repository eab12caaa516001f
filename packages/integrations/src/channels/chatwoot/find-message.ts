import { UpstreamError } from '../../contract/index.ts';
import type { CallChatwoot } from './call-chatwoot.ts';
import { fieldsOf, parseMessagePage, type WireMessagePage } from './wire.ts';

/** 5,000 messages: far more than a conversation gets between a cut send and its read-back. */
const pagesMax = 50;

/**
 * The message that carries our ref, null when it is not there. Pages oldest first, 100 each, from `afterMessageId`;
 * without it only the newest 20 are looked at. Source: contracts/chatwoot.md §10.3.
 */
export async function findMessage(
  call: CallChatwoot,
  input: { conversationId: number; ref: string; afterMessageId: number | null },
): Promise<{ messageId: number } | null> {
  let after = input.afterMessageId;
  for (let page = 0; page < pagesMax; page += 1) {
    const messages = await readPage(call, input.conversationId, after);
    const found = messages.find((message) => fieldsOf(message.content_attributes).tandem_ref === input.ref);
    if (found !== undefined) return { messageId: found.id };
    const newest = Math.max(...messages.map((message) => message.id));
    if (after === null || newest <= after) return null;
    after = newest;
  }
  throw new UpstreamError(
    'failed',
    `conversation ${input.conversationId}: too many messages to look through`,
  );
}

async function readPage(
  call: CallChatwoot,
  conversationId: number,
  after: number | null,
): Promise<WireMessagePage['payload']> {
  const response = await call({
    method: 'GET',
    path: `conversations/${conversationId}/messages${after === null ? '' : `?after=${after}`}`,
    as: 'admin',
    repeatable: true,
  });
  const page = parseMessagePage(response.json);
  if (page !== null) return page.payload;
  throw new UpstreamError('malformed', `conversation ${conversationId}: not a page of messages`, {
    status: response.status,
  });
}
