import { z } from 'zod';

/** What the Chat API takes as a message (contracts/botpress.md §2), by its own rules and not by our reading of them. */
const zWord = z.string().min(1);
const card = {
  title: zWord,
  subtitle: zWord.optional(),
  imageUrl: zWord.optional(),
  actions: z.array(z.object({ action: z.enum(['postback', 'url', 'say']), label: zWord, value: zWord })),
};
const choice = { text: zWord, options: z.array(z.object({ label: zWord, value: zWord })) };

const simple = [
  z.looseObject({ type: z.literal('text'), text: zWord }),
  z.looseObject({ type: z.literal('markdown'), markdown: zWord }),
  z.looseObject({ type: z.literal('image'), imageUrl: zWord }),
  z.looseObject({ type: z.literal('audio'), audioUrl: zWord }),
  z.looseObject({ type: z.literal('video'), videoUrl: zWord }),
  z.looseObject({ type: z.literal('file'), fileUrl: zWord, title: zWord.optional() }),
  z.looseObject({
    type: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    address: z.string().optional(),
    title: z.string().optional(),
  }),
] as const;

export const zPayload = z.discriminatedUnion('type', [
  ...simple,
  z.looseObject({ type: z.literal('card'), ...card }),
  z.looseObject({ type: z.literal('carousel'), items: z.array(z.looseObject(card)) }),
  z.looseObject({ type: z.literal('choice'), ...choice }),
  z.looseObject({ type: z.literal('dropdown'), ...choice }),
  z.looseObject({ type: z.literal('bloc'), items: z.array(z.discriminatedUnion('type', simple)) }),
]);

export const zUserBody = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  pictureUrl: z.string().optional(),
  profile: z.string().max(1_000).optional(),
});
export const zConversationBody = z.object({ id: z.string().optional() });
export const zMessageBody = z.object({
  conversationId: z.string(),
  payload: zPayload,
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export const zEventBody = z.object({
  conversationId: z.string(),
  payload: z.record(z.string(), z.unknown()),
});
