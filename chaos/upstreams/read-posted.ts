import { z } from 'zod';

/** What a webhook of Chatwoot means for the comparison; null: nothing. */
export type ChatwootEvent =
  | { kind: 'customer-message'; messageId: number }
  | { kind: 'owner'; conversationId: number; owner: 'human' | 'bot'; isAgentReply: boolean };

export interface EngineEvent {
  messageId: string;
}

const zChatwoot = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('message_created'),
    id: z.number(),
    message_type: z.string(),
    private: z.boolean(),
    sender: z.object({ type: z.string().optional() }).nullish(),
    conversation: z.object({ id: z.number() }),
  }),
  z.object({ event: z.literal('conversation_status_changed'), id: z.number(), status: z.string() }),
]);

/** Reads a webhook's body by contracts/chatwoot.md §1 and §2, and not by the product's own reader. */
export function readChatwootEvent(body: string): ChatwootEvent | null {
  const parsed = zChatwoot.safeParse(JSON.parse(body));
  if (!parsed.success) return null;
  const event = parsed.data;
  switch (event.event) {
    case 'message_created':
      if (event.message_type === 'incoming') return { kind: 'customer-message', messageId: event.id };
      if (event.message_type !== 'outgoing' || event.private || event.sender?.type !== 'user') return null;
      return { kind: 'owner', conversationId: event.conversation.id, owner: 'human', isAgentReply: true };
    case 'conversation_status_changed': {
      const owner = event.status === 'open' || event.status === 'snoozed' ? 'human' : 'bot';
      return { kind: 'owner', conversationId: event.id, owner, isAgentReply: false };
    }
  }
}

const zSignal = z.object({
  type: z.literal('message_created'),
  data: z.object({ id: z.string(), isBot: z.literal(true) }),
});

/** Reads the Chat integration's signal of a bot's message (contracts/botpress.md §1a). */
export function readEngineEvent(body: string): EngineEvent | null {
  const parsed = zSignal.safeParse(JSON.parse(body));
  return parsed.success ? { messageId: parsed.data.data.id } : null;
}
