import { z } from 'zod';

/** Ids are text or safe integers; as text from here on. */
const zId = z
  .union([z.string().trim().min(1).max(200), z.int()], { error: 'must be text or a safe integer' })
  .transform(String);

/** What a bot says (product page §5.3): strict about what must be there, each response is read on its own. */
const said = {
  responses: z.array(z.unknown()),
  messageId: zId.nullish().catch(null),
  handoff: z.unknown().optional(),
  actions: z.unknown().optional(),
  metadata: z.unknown().optional(),
};

export const zWebhookBody = z.object({ sessionId: zId, ...said });
/** The session may go without saying in the answer to our own request. */
export const zAnswer = z.object({ sessionId: zId.nullish(), ...said });
export type Said = z.output<z.ZodObject<typeof said>>;
