import type { Content } from '@tandem/schemas';
import { type SendGuard, UpstreamError } from '../../contract/index.ts';
import type { CallChatwoot } from './call-chatwoot.ts';
import { escapeLiquid } from './escape-liquid.ts';
import { renderText } from './render.ts';
import { parseIdRef } from './wire.ts';

/** Creates one message of the bot (contracts/chatwoot.md §10.3). */
export async function sendMessage(
  call: CallChatwoot,
  input: { conversationId: number; content: Content; ref: string; private: boolean },
  guard: SendGuard,
): Promise<{ messageId: number }> {
  const json = {
    content: escapeLiquid(renderText(input.content)),
    message_type: 'outgoing',
    private: input.private,
    content_type: 'text',
    content_attributes: { tandem_ref: input.ref },
  };
  const path = `conversations/${input.conversationId}/messages`;
  const response = await call({ method: 'POST', path, json, as: 'bot', repeatable: false, guard });
  const created = parseIdRef(response.json);
  if (created !== null) return { messageId: created.id };
  throw new UpstreamError('unknown-outcome', 'Chatwoot took a message without naming it', {
    status: response.status,
  });
}
