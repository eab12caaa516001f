import { z } from 'zod';
import { zId, zTimeMs } from '../wire.ts';

/** One message of the bot (contracts/botpress.md §1b, "Callback"): `type` beside `payload`, no time. */
export const zCallback = z.object({
  type: z.string().min(1),
  conversationId: zId,
  botpressMessageId: zId.nullish().catch(null),
  payload: z.unknown().optional(),
});

/** Sent once when the integration is saved; nothing else comes without a conversation. */
export const zProbe = z.object({ type: z.literal('test'), conversationId: z.undefined().optional() });

/** Our own message as Botpress holds it; no word of the bot. */
export const zSendAnswer = z.object({ message: z.object({ createdAt: zTimeMs }) });
