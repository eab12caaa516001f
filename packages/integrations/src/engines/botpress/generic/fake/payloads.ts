import { z } from 'zod';

/** What a bot server is promised (product page §5.3), by the page and not by our own types. */
export const zGenericTurn = z.looseObject({
  sessionId: z.string().min(1),
  tandemSessionId: z.string().min(1),
  messageId: z.string().min(1),
  text: z.string(),
  attachments: z.array(z.looseObject({ type: z.string() })),
  choice: z.object({ title: z.string(), value: z.string() }).optional(),
  tenantContext: z.record(z.string(), z.unknown()),
  knowledgeBase: z.array(z.object({ question: z.string(), answer: z.string(), tags: z.array(z.string()) })),
});
export type GenericTurn = z.output<typeof zGenericTurn>;
