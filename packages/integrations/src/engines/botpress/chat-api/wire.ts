import { z } from 'zod';
import { zId, zTimeMs } from '../wire.ts';

/** Only a bot's words and events are acted on; see contracts/botpress.md §1a, "Signals", for the others. */
export const zSignal = z.object({ type: z.string(), data: z.unknown().optional() });

/** A message as it is listed. `metadata` stays unread here: whoever wrote it owns its shape. */
export const zMessage = z.object({
  id: zId,
  conversationId: zId,
  userId: zId,
  createdAt: zTimeMs,
  payload: z.unknown().optional(),
  metadata: z.unknown().optional(),
});
export type ChatMessage = z.output<typeof zMessage>;

/** What `message_created` and `event_created` have in common. The bot's own events have no id. */
export const zCreated = z.object({
  id: zId.nullable(),
  conversationId: zId,
  createdAt: z.string().min(1),
  isBot: z.boolean(),
  payload: z.unknown().optional(),
  metadata: z.unknown().optional(),
});
export type Created = z.output<typeof zCreated>;

export const zAnything = z.unknown();
export const zMessageAnswer = z.object({ message: z.object({ createdAt: zTimeMs }) });
export const zMessagesPage = z.object({
  messages: z.array(zMessage),
  meta: z.object({ nextToken: z.string().optional() }).optional(),
});
