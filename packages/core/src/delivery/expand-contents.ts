import type { TenantScope } from '@tandem/db';
import type { Channel } from '@tandem/integrations/contract';
import type { Content, ConversationKey } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';

/** One reply is at most so many messages to a customer: more is a bot that went wrong, and would be a flood. */
export const messagesOfReplyMax = 100;

/**
 * What a bot said as the messages its inbox can show, each of them one OutboundMessage: each has a ref and a fate of its own.
 * Only what depends on the inbox costs a look at what the conversation's newest webhook said of it.
 */
export async function expandContents(
  context: LaneContext,
  input: { scope: TenantScope; key: ConversationKey; contents: readonly Content[] },
): Promise<{ contents: Content[]; isCut: boolean }> {
  const { scope, key } = input;
  const { chatwoot } = context.integrations.channels;
  const contents = input.contents.slice(0, messagesOfReplyMax);
  const isCut = contents.length < input.contents.length;
  if (contents.every((content) => chatwoot.isPlain(content))) return { contents, isCut };
  const newest = await scope.inbound.newestBody(key, { source: chatwoot.provider });
  const inboxKind = newest && kindOf(chatwoot, newest);
  const split = contents.flatMap((content) => chatwoot.split(content, inboxKind));
  return { contents: split.slice(0, messagesOfReplyMax), isCut: isCut || split.length > messagesOfReplyMax };
}

function kindOf(channel: Channel, body: Buffer): string | null {
  try {
    return channel.inboxKind(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}
