import { z } from 'zod';

const zText = z.string();

/** One selectable answer: `title` is read by the customer, `value` by the engine. */
export const zOption = z.object({ title: zText, value: zText });
export type Option = z.infer<typeof zOption>;

const zCardAction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('link'), title: zText, url: zText }),
  z.object({ type: z.literal('reply'), title: zText, value: zText }),
]);

export const zCard = z.object({
  title: zText,
  subtitle: zText.optional(),
  imageUrl: zText.optional(),
  actions: z.array(zCardAction),
});
export type Card = z.infer<typeof zCard>;

/** What a bot says, in no provider's words. Stored as the payload of an OutboundMessage. */
export const zContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: zText }),
  z.object({ type: z.enum(['image', 'audio', 'video', 'file']), url: zText, title: zText.optional() }),
  z.object({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    title: zText.optional(),
    address: zText.optional(),
  }),
  z.object({ type: z.literal('choice'), text: zText, options: z.array(zOption) }),
  z.object({ type: z.literal('cards'), cards: z.array(zCard) }),
]);
export type Content = z.infer<typeof zContent>;

/** Something a customer sent beside text. `url` needs no token but may redirect. */
export const zAttachment = z.object({
  type: z.enum(['image', 'audio', 'video', 'file', 'location', 'contact', 'other']),
  url: zText.optional(),
  title: zText.optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
});
export type Attachment = z.infer<typeof zAttachment>;

/** What a customer said, in no provider's words. A choice repeats its title in `text`. */
export interface CustomerMessage {
  text: string;
  attachments: Attachment[];
  choice?: Option;
}

/** The bot's wish for a human. */
export const zHandoffRequest = z.object({
  reason: zText.optional(),
  summary: zText.optional(),
  priority: z.enum(['low', 'medium', 'high', 'urgent']).optional(),
});
export type HandoffRequest = z.infer<typeof zHandoffRequest>;

/** Something the bot asks the platform to do; carried out only if its type is in the tenant's `allowedActions`. */
export type EngineAction =
  | { type: 'lead_capture'; contact: Record<string, unknown> }
  | { type: 'booking'; slot: string; note?: string }
  | { type: 'handoff' };

export type ConversationStatus = 'open' | 'pending' | 'resolved' | 'snoozed';
