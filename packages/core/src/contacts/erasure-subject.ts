import { zSessionId } from '@tandem/schemas';
import { z } from 'zod';

/** Whom to erase: as Chatwoot numbers him, as one of our sessions has him, or by his address, number or own id. */
const zWho = z.union([
  z.object({ contactId: z.int() }),
  z.object({ sessionId: zSessionId }),
  z.object({ identifier: z.string() }),
]);
export type Who = z.output<typeof zWho>;

/** What an erasure remembers while it is under way. */
export const zErasureSubject = z.object({
  who: zWho,
  /** Users that engines are still to forget: their conversations here are gone by then. */
  engineUsers: z.array(z.object({ userId: z.string(), conversationIds: z.array(z.string()) })).default([]),
});
export type ErasureSubject = z.output<typeof zErasureSubject>;
