import {
  type ChannelMessage,
  type SendGuard,
  type SentMessage,
  UpstreamError,
} from '../../contract/index.ts';
import type { HttpAndFiles } from '../../http/index.ts';
import type { CallChatwoot } from './call-chatwoot.ts';
import { createMessage } from './create-message.ts';
import { messageShape } from './message-shape.ts';
import { renderText } from './render.ts';
import { isMedia, sendFile } from './send-file.ts';

/** Creates one message of the bot (contracts/chatwoot.md §10.3). A shape that is refused is shown as text instead. */
export async function sendMessage(
  chatwoot: { http: HttpAndFiles; call: CallChatwoot },
  input: ChannelMessage,
  guard: SendGuard,
): Promise<SentMessage> {
  const { content, ...message } = input;
  if (isMedia(content)) return await sendFile(chatwoot, { ...message, content }, guard);
  const shape = messageShape(content);
  try {
    return await createMessage(chatwoot.call, { ...message, shape }, guard);
  } catch (error) {
    if (shape.content_type === 'text' || !isRefused(error)) throw error;
    const text = { content: renderText(content), content_type: 'text' } as const;
    const sent = await createMessage(chatwoot.call, { ...message, shape: text }, guard);
    return { ...sent, degraded: `Chatwoot refused ${shape.content_type}: shown as text` };
  }
}

/** Any 422 of a new message but the rate limit, which is told apart before; nothing is stored then. */
function isRefused(error: unknown): boolean {
  return error instanceof UpstreamError && error.kind === 'rejected' && error.status === 422;
}
