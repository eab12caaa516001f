import { z } from 'zod';

/** Ids are UUIDv7 in lower-case text form, made by the application; the brand keeps one kind from passing for another. */
const zUuid = z.uuid().transform((id) => id.toLowerCase());

export const zTenantId = zUuid.brand<'TenantId'>();
export type TenantId = z.infer<typeof zTenantId>;

export const zConnectionId = zUuid.brand<'ConnectionId'>();
export type ConnectionId = z.infer<typeof zConnectionId>;

export const zSessionId = zUuid.brand<'SessionId'>();
export type SessionId = z.infer<typeof zSessionId>;

export const zInboundId = zUuid.brand<'InboundId'>();
export type InboundId = z.infer<typeof zInboundId>;

export const zTurnId = zUuid.brand<'TurnId'>();
export type TurnId = z.infer<typeof zTurnId>;

export const zOutboundId = zUuid.brand<'OutboundId'>();
export type OutboundId = z.infer<typeof zOutboundId>;

/** A Chatwoot id (account, inbox, display id of a conversation, message, contact): a safe integer from 1. */
export const zChannelId = z.int().positive();

/** What names one conversation of one tenant everywhere: Chatwoot's display id is unique only within a connection. */
export const zConversationKey = z.object({
  tenantId: zTenantId,
  connectionId: zConnectionId,
  conversationId: zChannelId,
});
export type ConversationKey = z.infer<typeof zConversationKey>;

export const zDirection = z.enum(['to-engine', 'to-channel']);
export type Direction = z.infer<typeof zDirection>;

/** One lane: the ordered work of one conversation in one direction. A visitor without one has it under minus his contact's id. */
export const zLaneKey = zConversationKey.extend({ conversationId: z.int(), direction: zDirection });
export type LaneKey = z.infer<typeof zLaneKey>;
