import { getMessage, listMessages, readEvents, why } from '@tandem/core/messages';
import {
  zEventsAnswer,
  zGetMessage,
  zListMessages,
  zMessageAnswer,
  zMessagesAnswer,
  zTailMessages,
  zWhy,
  zWhyAnswer,
} from '@tandem/schemas/admin';
import { zEvents } from './events-schema.ts';
import { subscribe } from './subscribe.ts';
import { router, tenantProcedure } from './trpc.ts';

const all = '/api/chatbot/tenants/{tenantId}/messages';
const one = '/api/chatbot/tenants/{tenantId}/messages/{messageId}';

export const messagesRouter = router({
  list: tenantProcedure
    .meta({
      summary: 'List what was said, both directions in one order, the newest first',
      rest: { methods: ['GET'], path: all, status: 200 },
    })
    .input(zListMessages)
    .output(zMessagesAnswer)
    .query(({ ctx, input }) => listMessages(ctx.verb, input)),

  get: tenantProcedure
    .meta({
      summary: 'Show a message with its whole text',
      rest: { methods: ['GET'], path: one, status: 200 },
    })
    .input(zGetMessage)
    .output(zMessageAnswer)
    .query(async ({ ctx, input }) => ({ message: await getMessage(ctx.verb, input) })),

  why: tenantProcedure
    .meta({
      summary: 'Tell what happened to a message, and why',
      rest: { methods: ['GET'], path: `${one}/why`, status: 200 },
    })
    .input(zWhy)
    .output(zWhyAnswer)
    .query(async ({ ctx, input }) => ({ trail: await why(ctx.verb, input) })),

  tail: tenantProcedure
    .meta({ summary: 'Follow what happens to messages and conversations', rest: null })
    .input(zTailMessages)
    .output(zEvents(zEventsAnswer))
    .subscription(({ ctx, input, signal }) => {
      const { tenantId, lastEventId } = input;
      let after: Parameters<typeof readEvents>[1]['after'] = lastEventId ?? null;
      return subscribe(ctx, {
        signal,
        lastEventId,
        lookEveryMs: 1_000,
        look: async () => {
          const { events, next, id } = await readEvents(ctx.verb, { tenantId, after });
          // The first says where to go on when the connection is lost before anything has happened.
          const isNews = after === null || events.length > 0;
          after = next;
          return { events: isNews ? [{ id, data: { events } }] : [], isOver: false };
        },
      });
    }),
});
