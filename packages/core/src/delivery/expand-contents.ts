import type { TenantScope } from '@tandem/db';
import type { Channel } from '@tandem/integrations/contract';
import type { Content, ConversationKey } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';

/**
 * What a bot said as the messages its inbox can show, each of them one OutboundMessage: each has a ref and a fate of its own.
 * Only what depends on the inbox costs a look at what the conversation's newest webhook said of it.
 */
export async function expandContents(
  context: LaneContext,
  input: { scope: TenantScope; key: ConversationKey; contents: readonly Content[] },
): Promise<Content[]> {
  const { scope, key, contents } = input;
  const { chatwoot } = context.integrations.channels;
  if (contents.every((content) => chatwoot.isPlain(content))) return [...contents];
  const newest = await scope.inbound.newestBody(key, { source: chatwoot.provider });
  const inboxKind = newest && kindOf(chatwoot, newest);
  return contents.flatMap((content) => chatwoot.split(content, inboxKind));
}

function kindOf(channel: Channel, body: Buffer): string | null {
  try {
    return channel.inboxKind(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}
