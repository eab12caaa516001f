import { z } from 'zod';

/** Only a bot's words and events are acted on; see contracts/botpress.md §1a, "Signals", for the others. */
export const zSignal = z.object({ type: z.string(), data: z.unknown().optional() });

/** ISO 8601 in, milliseconds since 1970 out. */
const zTimeMs = z.string().transform((text, context) => {
  const timeMs = Date.parse(text);
  if (Number.isFinite(timeMs)) return timeMs;
  context.addIssue('must be a time');
  return z.NEVER;
});

/** Our ids are 70 characters at most, Botpress's own shorter still. */
const zId = z.string().min(1).max(200);

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
