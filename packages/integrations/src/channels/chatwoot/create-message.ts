import { type SendGuard, UpstreamError } from '../../contract/index.ts';
import { type HttpBody, wellFormedText } from '../../http/index.ts';
import type { CallChatwoot, ChatwootCall } from './call-chatwoot.ts';
import { escapeLiquid } from './escape-liquid.ts';
import type { MessageShape } from './message-shape.ts';
import { multipart } from './multipart.ts';
import { parseIdRef } from './wire.ts';

interface NewMessage {
  conversationId: number;
  ref: string;
  private: boolean;
}

/** The file of a message, with the name and type it is to have. */
export interface MessageFile extends HttpBody {
  name: string;
}

/** A file's way up. Together with its way down and the wait for a connection it stays below what a lost send is given. */
const uploadTimeoutMs = 30_000;

/** Stores one message without a file. */
export async function createMessage(
  call: CallChatwoot,
  { shape, ...input }: NewMessage & { shape: MessageShape },
  guard: SendGuard,
): Promise<{ messageId: number }> {
  const items = 'items' in shape ? { items: shape.items } : {};
  const json = {
    content: escapeLiquid(shape.content),
    message_type: 'outgoing',
    private: input.private,
    content_type: shape.content_type,
    content_attributes: { ...items, tandem_ref: input.ref },
  };
  return await create(call, input, { json, guard });
}

/** Stores one message with a file; `text` stands beside it. In a form, attributes are a JSON text (contracts/chatwoot.md §10.3). */
export async function createFileMessage(
  call: CallChatwoot,
  { text, file, ...input }: NewMessage & { text: string; file: MessageFile },
  guard: SendGuard,
): Promise<{ messageId: number }> {
  const fields = {
    ...(text === '' ? {} : { content: escapeLiquid(wellFormedText(text)) }),
    message_type: 'outgoing',
    private: String(input.private),
    content_attributes: JSON.stringify({ tandem_ref: input.ref }),
  };
  // The ref is ours and unguessable: no file holds it.
  const body = multipart(fields, { field: 'attachments[]', file, boundary: `tandem-${input.ref}` });
  return await create(call, input, { body, timeoutMs: uploadTimeoutMs, guard });
}

async function create(
  call: CallChatwoot,
  { conversationId }: NewMessage,
  what: Pick<ChatwootCall, 'json' | 'body' | 'timeoutMs' | 'guard'>,
): Promise<{ messageId: number }> {
  const path = `conversations/${conversationId}/messages`;
  const response = await call({ method: 'POST', path, as: 'bot', repeatable: false, ...what });
  const created = parseIdRef(response.json);
  if (created !== null) return { messageId: created.id };
  throw new UpstreamError('unknown-outcome', 'Chatwoot took a message without naming it', {
    status: response.status,
  });
}
