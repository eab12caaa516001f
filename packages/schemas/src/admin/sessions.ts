import { z } from 'zod';
import { zSessionId, zTenantId } from '../ids.ts';
import { pageFields, zMoment, zNextCursor } from './page.ts';

const zOwner = z.enum(['bot', 'human']);

export const zSessionView = z.object({
  id: z.uuid(),
  connectionId: z.uuid(),
  /** Chatwoot's display id. */
  conversationId: z.int(),
  inboxId: z.int().nullable(),
  contactId: z.int().nullable(),
  /** The language the customer's messages last showed, as `de-AT`. */
  locale: z.string().nullable(),
  owner: zOwner,
  ownerReason: z.string(),
  ownerActor: z.string(),
  ownerSince: zMoment,
  /** When the customer is told that no agent came; null: no handoff waits for one. */
  unattendedAt: zMoment.nullable(),
  lastActivityAt: zMoment,
  createdAt: zMoment,
});
export type SessionView = z.output<typeof zSessionView>;

export const zListSessions = z.strictObject({ tenantId: zTenantId, owner: zOwner.optional(), ...pageFields });
export const zGetSession = z.strictObject({ tenantId: zTenantId, sessionId: zSessionId });

/** Shown in the session, its trail and the conversation's note. */
const zReason = z.string().trim().min(1).max(500).optional();
export const zHandoff = z.strictObject({ tenantId: zTenantId, sessionId: zSessionId, reason: zReason });
export const zRelease = z.strictObject({ tenantId: zTenantId, sessionId: zSessionId, reason: zReason });

export const zSessionAnswer = z.object({ session: zSessionView });
export const zSessionsAnswer = z.object({ sessions: z.array(zSessionView), nextCursor: zNextCursor });
