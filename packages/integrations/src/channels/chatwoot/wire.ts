import { z } from 'zod';
import { BadBody } from '../../contract/index.ts';

/** Chatwoot's ids are numbers from 1; what JavaScript cannot hold exactly is no id. */
const zId = z.int().positive();
const zIdRef = z.object({ id: zId });

export const zStatus = z.enum(['open', 'pending', 'resolved', 'snoozed']);

/** The conversation as every event embeds it (contracts/chatwoot.md §3). Unknown keys are ignored. */
const zConversation = z.object({
  id: zId,
  inbox_id: zId.nullish(),
  account: zIdRef.nullish(),
  status: zStatus.nullish(),
  meta: z.unknown().optional(),
  additional_attributes: z.unknown().optional(),
  updated_at: z.unknown().optional(),
  created_at: z.unknown().optional(),
  first_reply_created_at: z.unknown().optional(),
});
export type WireConversation = z.output<typeof zConversation>;

/** The top level of conversation events. */
const zConversationEvent = zConversation.extend({ status: zStatus });
export type WireConversationEvent = z.output<typeof zConversationEvent>;

const zSender = z.object({ id: zId.nullish(), name: z.string().nullish(), type: z.string().nullish() });

/** The top level of `message_created` and `message_updated` (contracts/chatwoot.md §2). */
const zMessage = z.object({
  id: zId,
  account: zIdRef.nullish(),
  inbox: zIdRef.nullish(),
  inbox_id: zId.nullish(),
  conversation: zConversation,
  content: z.string().nullish(),
  content_type: z.string().nullish(),
  content_attributes: z.unknown().optional(),
  additional_attributes: z.unknown().optional(),
  message_type: z.string(),
  private: z.boolean().nullish(),
  sender: zSender.nullish(),
  attachments: z.array(z.unknown()).nullish(),
});
export type WireMessage = z.output<typeof zMessage>;

/** A hand-made body as in the brief: no event, no message id (contracts/chatwoot.md §2.5). */
const zBareMessage = zMessage.extend({ id: zId.nullish(), message_type: z.literal('incoming').nullish() });
export type WireBareMessage = z.output<typeof zBareMessage>;

/** `webwidget_triggered` (contracts/chatwoot.md §4). */
const zWidget = z.object({
  account: zIdRef.nullish(),
  inbox: zIdRef.nullish(),
  contact: zIdRef,
  current_conversation: zIdRef.nullish(),
  source_id: z.string().min(1).max(1_000),
  event_info: z.unknown().optional(),
});
export type WireWidget = z.output<typeof zWidget>;

/** A message in REST answers: what the client reads of it. */
const zRestMessage = z.object({ id: zId, content_attributes: z.unknown().optional() });
const zMessagePage = z.object({ payload: z.array(zRestMessage) });
export type WireMessagePage = z.output<typeof zMessagePage>;
const zLabels = z.object({ payload: z.array(z.string()) });

/** Each reads one shape or throws `BadBody`. */
export const readMessage = reader<WireMessage>(zMessage);
export const readBareMessage = reader<WireBareMessage>(zBareMessage);
export const readWidget = reader<WireWidget>(zWidget);
export const readConversationEvent = reader<WireConversationEvent>(zConversationEvent);

/** Answers of the API; null when they are outside the contract. */
export const parseIdRef = (json: unknown) => zIdRef.safeParse(json).data ?? null;
export const parseLabels = (json: unknown) => zLabels.safeParse(json).data?.payload ?? null;
export const parseMessagePage = (json: unknown) => zMessagePage.safeParse(json).data ?? null;

export interface Fields {
  readonly [key: string]: unknown;
}

/** The fields of an object; none for anything else. For parts of a body whose shape Chatwoot does not promise. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : none;
}

/** A text, or null for anything else and for blank text. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const none: Fields = Object.freeze({});

function reader<T>(schema: z.ZodType<T>): (body: unknown) => T {
  return (body) => {
    const result = schema.safeParse(body);
    if (result.success) return result.data;
    throw new BadBody(
      result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    );
  };
}
