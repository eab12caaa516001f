import { z } from 'zod';
import { zId, zTimeMs } from '../wire.ts';

/** Answer of the Converse API; each response is read on its own. */
export const zAnswer = z.object({ responses: z.array(z.unknown()) });

/** A callback of the self-hosted messaging server (contracts/botpress.md §1e). */
export const zCallback = z.object({ type: z.string(), data: z.unknown().optional() });

/** `message.new`; the bot's own messages have no author. */
export const zMessageNew = z.object({
  conversationId: zId,
  message: z.object({
    id: zId,
    authorId: z.string().nullish(),
    sentOn: zTimeMs,
    payload: z.unknown().optional(),
  }),
});
