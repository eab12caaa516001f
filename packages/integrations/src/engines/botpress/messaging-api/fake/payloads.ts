import { z } from 'zod';

/** What the Messaging API takes, by its own rules (contracts/botpress.md §1b). */
export const zMessagingRequest = z.object({
  userId: z.string(),
  messageId: z.string(),
  conversationId: z.string(),
  type: z.string().min(1),
  text: z.string().min(1),
  payload: z.looseObject({ text: z.string().optional() }).optional(),
});
export type MessagingRequest = z.output<typeof zMessagingRequest>;

/** There is a handler for these and for nothing else: no bloc, no event. */
export const handledTypes: ReadonlySet<unknown> = new Set([
  'text',
  'image',
  'markdown',
  'audio',
  'video',
  'file',
  'location',
  'card',
  'carousel',
  'dropdown',
  'choice',
]);
