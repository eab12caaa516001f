import { z } from 'zod';
import { zTenantId } from '../ids.ts';
import { zMoment } from './page.ts';

/** Our id of a message, turn or reply, or Chatwoot's message id. */
export const zWhy = z.strictObject({
  tenantId: zTenantId,
  messageId: z.union([
    z.uuid().toLowerCase(),
    z.string().regex(/^[1-9]\d{0,14}$/, 'must be a UUID or a whole number'),
  ]),
});

/** One thing that happened, told in one plain sentence. */
const zTrailStep = z.object({
  at: zMoment,
  kind: z.enum([
    'received',
    'duplicates',
    'late',
    'paced',
    'owner',
    'turn',
    'attempt',
    'reply',
    'end',
    'operator',
  ]),
  text: z.string(),
  /** The row it is told from. */
  id: z.uuid(),
});
export type TrailStep = z.output<typeof zTrailStep>;

/** What happened to one message, in the order of time. `end` is null while it is on its way. */
export const zTrailView = z.object({
  messageId: z.uuid(),
  /** Chatwoot's message id. */
  channelMessageId: z.int().nullable(),
  conversationId: z.int(),
  sessionId: z.uuid().nullable(),
  turnId: z.uuid().nullable(),
  steps: z.array(zTrailStep),
  end: z
    .object({ kind: z.string(), reason: z.string().nullable(), at: zMoment.nullable(), text: z.string() })
    .nullable(),
});
export type TrailView = z.output<typeof zTrailView>;

export const zWhyAnswer = z.object({ trail: zTrailView });
