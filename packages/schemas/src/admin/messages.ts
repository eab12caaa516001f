import { z } from 'zod';
import { zChannelId, zSessionId, zTenantId } from '../ids.ts';
import { pageFields, zLastEventId, zMoment, zNextCursor } from './page.ts';

/** Our id of a message, turn or reply, or Chatwoot's message id. */
export const zWhy = z.strictObject({
  tenantId: zTenantId,
  messageId: z
    .string()
    .toLowerCase()
    .regex(/^([\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[1-9]\d{0,14})$/, 'must be a UUID or a whole number'),
});

/** A message of either direction, as people look at it. */
export const zMessageView = z.object({
  id: z.uuid(),
  /** `in`: of the customer or an agent; `out`: of the bot or ours. */
  direction: z.enum(['in', 'out']),
  connectionId: z.uuid(),
  /** Chatwoot's display id. */
  conversationId: z.int(),
  kind: z.string(),
  channelMessageId: z.int().nullable(),
  turnId: z.uuid().nullable(),
  /** How it ended, or how it stands. */
  state: z.string(),
  reason: z.string().nullable(),
  at: zMoment,
  /** When it ended or was shown. */
  settledAt: zMoment.nullable(),
  /** What it says, in a list how it begins; null: it holds no words, or words that are not ours to read. */
  text: z.string().nullable(),
});
export type MessageView = z.output<typeof zMessageView>;

/** Chatwoot's, also as text: REST carries it in the query. */
const zDisplayId = z.union([
  zChannelId,
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be a whole number')
    .transform(Number),
]);

export const zListMessages = z.strictObject({
  tenantId: zTenantId,
  sessionId: zSessionId.optional(),
  conversationId: zDisplayId.optional(),
  ...pageFields,
});
export const zMessagesAnswer = z.object({ messages: z.array(zMessageView), nextCursor: zNextCursor });
/** Our id of a message or reply. */
export const zGetMessage = z.strictObject({ tenantId: zTenantId, messageId: z.uuid().toLowerCase() });
export const zMessageAnswer = z.object({ message: zMessageView });

/** One thing that happened; never content. */
export const zMessageEvent = z.object({
  /**
   * `accepted`: a message came in; `turn`: it goes to the bot; `queued`, `shown`: a message of ours; `ended`: a message of the
   * customer has its end; `dead`: it could not be carried; `owner`: `kind` owns the conversation now.
   */
  type: z.enum(['accepted', 'turn', 'ended', 'queued', 'shown', 'owner', 'dead']),
  /** The row it is told from. */
  id: z.uuid(),
  conversationId: z.int(),
  at: zMoment,
  kind: z.string().nullable(),
  end: z.string().nullable(),
  reason: z.string().nullable(),
});
export type MessageEvent = z.output<typeof zMessageEvent>;

/** `lastEventId`: who comes back goes on behind it; left out: from now on. */
export const zTailMessages = z.strictObject({ tenantId: zTenantId, lastEventId: zLastEventId });
export const zEventsAnswer = z.object({ events: z.array(zMessageEvent) });

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
