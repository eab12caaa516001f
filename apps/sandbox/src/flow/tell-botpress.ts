import type { FakeMessage } from '@tandem/integrations/fakes';
import { z } from 'zod';
import type { NewLine } from './create-flow.ts';
import { quote } from './quote.ts';

const zPayload = z.object({ text: z.string().catch('(something without words)') });
const zMetadata = z.object({
  cwMessageId: z.string().optional().catch(undefined),
  tenantContext: z.object({ configVersion: z.number().optional() }).optional().catch(undefined),
  kb: z.array(z.unknown()).catch([]),
});

/** A message at the bot's side, for people. Pure. */
export function tellBotpress(message: FakeMessage, conversationId: number | null): NewLine {
  const { text } = zPayload.parse(message.payload);
  const line = { atMs: message.createdAtMs, conversationId, tone: 'plain' } as const;
  if (message.isBot) return { ...line, from: 'botpress', to: null, text: `The bot answers ${quote(text)}` };
  const { kb, tenantContext } = zMetadata.parse(message.metadata ?? {});
  const version = tenantContext?.configVersion;
  const told = [
    ...(version === undefined ? [] : [`configuration version ${version}`]),
    `${kb.length} ${kb.length === 1 ? 'answer' : 'answers'} of the knowledge base`,
  ];
  return {
    ...line,
    from: 'tandem',
    to: 'botpress',
    text: `The bot is asked ${quote(text)}, with ${told.join(' and ')}.`,
  };
}

/** Chatwoot's id of the message that a customer's message at the bot's side was made of. */
export function channelMessageOf(message: FakeMessage): number | null {
  const id = zMetadata.parse(message.metadata ?? {}).cwMessageId;
  return id === undefined ? null : Number(id);
}
