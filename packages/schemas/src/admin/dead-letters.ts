import { z } from 'zod';
import { zDirection, zTenantId } from '../ids.ts';
import { zTrailView } from './messages.ts';
import { pageFields, zCount, zMoment, zNextCursor } from './page.ts';

/** Of a customer's message or of one to the channel. */
const zMessageId = z.uuid().toLowerCase();

/** What could not be carried. `direction` `to-engine`: the customer's; `to-channel`: replies, notices and steps of ours. */
export const zDeadLetterView = z.object({
  id: z.uuid(),
  direction: zDirection,
  connectionId: z.uuid(),
  /** Chatwoot's display id. */
  conversationId: z.int(),
  kind: z.string(),
  /** As it is recorded; what it says in plain words; what it means, null where it says so itself. */
  reason: z.string(),
  words: z.string(),
  means: z.string().nullable(),
  diedAt: zMoment,
  state: z.enum(['dead', 'replayed', 'dropped']),
  /** Who replayed or dropped it. */
  settledBy: z.string().nullable(),
  settledWhy: z.string().nullable(),
  settledAt: zMoment.nullable(),
});
export type DeadLetterView = z.output<typeof zDeadLetterView>;

export const zDeadLetterDetails = zDeadLetterView.extend({
  attempts: z.int(),
  saidAt: zMoment,
  replay: z.object({
    does: z.string(),
    /** What no force helps against. */
    blocked: z.array(z.string()),
    /** Why the conversation has moved on: then `force` is needed. */
    stale: z.array(z.string()),
    /** Nobody knows whether it was delivered: then `iKnowItWasNotDelivered` is needed. */
    isInDoubt: z.boolean(),
  }),
  trail: zTrailView,
});
export type DeadLetterDetails = z.output<typeof zDeadLetterDetails>;

const filterFields = {
  direction: zDirection.optional(),
  /** What the reason begins with. */
  reason: z.string().min(1).max(200).optional(),
  /** Died then or later. */
  since: zMoment.optional(),
};

export const zListDeadLetters = z.strictObject({ tenantId: zTenantId, ...filterFields, ...pageFields });
export const zGetDeadLetter = z.strictObject({ tenantId: zTenantId, id: zMessageId });
export const zReplayDeadLetter = z.strictObject({
  tenantId: zTenantId,
  id: zMessageId,
  /** Also when the conversation has moved on. */
  force: z.boolean().default(false),
  /** Also when nobody recorded whether it was delivered: the caller has looked. */
  iKnowItWasNotDelivered: z.boolean().default(false),
});
const zWhyDropped = z.string().trim().min(1).max(500).optional();
export const zDropDeadLetter = z.strictObject({ tenantId: zTenantId, id: zMessageId, why: zWhyDropped });

const bulkFields = {
  ...filterFields,
  limit: zCount.pipe(z.int().min(1).max(500)).default(100),
  /** Only counts, unless it is `false`. */
  preview: z.boolean().default(true),
};
export const zReplayDeadLetters = z.strictObject({
  tenantId: zTenantId,
  ...bulkFields,
  force: z.boolean().default(false),
});
export const zDropDeadLetters = z.strictObject({ tenantId: zTenantId, ...bulkFields, why: zWhyDropped });

export const zCountDeadLetters = z.strictObject({});

export const zDeadLettersAnswer = z.object({
  deadLetters: z.array(zDeadLetterView),
  /** Of all pages. */
  total: z.int(),
  nextCursor: zNextCursor,
});
export const zDeadLetterAnswer = z.object({ deadLetter: zDeadLetterDetails });
export const zDroppedDeadLetterAnswer = z.object({ deadLetter: zDeadLetterView });
export const zReplayedDeadLetterAnswer = z.object({
  deadLetter: zDeadLetterView,
  /** What went with it: messages that were merged into one turn go together. */
  replayedIds: z.array(z.uuid()),
});
export const zSettledDeadLetters = z.object({
  preview: z.boolean(),
  /** All that the filter finds, also beyond `limit`. */
  matched: z.int(),
  /** Replayed or dropped; in a preview, what would be. */
  done: z.int(),
  refused: z.array(z.object({ why: z.string(), count: z.int() })),
});
export type SettledDeadLetters = z.output<typeof zSettledDeadLetters>;
export const zDeadLetterCountsAnswer = z.object({
  counts: z.array(z.object({ direction: zDirection, reason: z.string(), count: z.int() })),
});
