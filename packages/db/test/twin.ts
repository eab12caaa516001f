import { createHash } from 'node:crypto';
import type { ConnectionId, InboundId, OutboundId, SessionId, TenantId, TurnId } from '@tandem/schemas';
import type { Insertable } from 'kysely';

/** The ids that both twins use for their rows. */
export const twin = {
  connectionId: id<ConnectionId>(1),
  sessionId: id<SessionId>(2),
  turnId: id<TurnId>(3),
  pendingInboundId: id<InboundId>(4),
  takenInboundId: id<InboundId>(5),
  pendingReplyId: id<OutboundId>(6),
  sendingReplyId: id<OutboundId>(7),
  userId: id<string>(8),
  syncRunId: id<string>(9),
  anyId: id<string>(10),
  widgetOpeningId: id<InboundId>(11),
  visitorLane: -12,
  waitingRunId: id<string>(13),
  deadReplyId: id<OutboundId>(14),
  conversationId: 4711,
  engineConversationId: 'conv-4711',
  engineUserId: 'user-4711',
  heldToken: 3,
  retiredHash: 'ab'.repeat(32),
};
export const twinOffered = { turnId: twin.turnId, options: [{ title: 'Yes', value: 'yes' }] };
export const twinPlace = { connectionId: twin.connectionId, conversationId: twin.conversationId };
export const seededAt = new Date('2026-03-02T09:00:00.000Z');

/** A Chatwoot account that both twins use, each with inboxes of its own. */
export const twinInstallation = 'https://chatwoot.twins.test';

export interface Twin {
  tenantId: TenantId;
  /** Stands in every text of its rows. */
  marker: string;
  inboxId: number;
  /** The other one has rows that the one under test lacks: what reads too much reads these. */
  more: boolean;
}

/** Rows by table: the compiler asks for every table. */
export type Rows<Tables> = {
  [Table in keyof Tables]: (Insertable<Tables[Table]> & Record<string, unknown>)[];
};

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function id<Id extends string>(number: number): Id {
  // Any UUID is an id of any kind in a database that holds nothing else.
  return `0198c0de-0000-7000-8000-${String(number).padStart(12, '0')}` as Id;
}
