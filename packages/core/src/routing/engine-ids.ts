import type { SessionId, TenantId } from '@tandem/schemas';

const uuidChars = 22;
const conversationPattern = new RegExp(
  `^t([A-Za-z0-9_-]{${uuidChars}})-s([A-Za-z0-9_-]{${uuidChars}})-(\\d{1,9})$`,
);

interface EngineIdParts {
  tenantId: TenantId;
  sessionId: SessionId;
  contactId: number | null;
  /** Rises when the session gets a new conversation at the engine. */
  generation: number;
}

/**
 * Our ids at the engine: at most 70 characters of `A–Z a–z 0–9 _ -` (contracts/botpress.md §1a). Both carry the tenant,
 * because a shared bot has one webhook for all of them. A user without a contact is known by its session.
 */
export function engineIds(parts: EngineIdParts): { userId: string; conversationId: string } {
  const tenant = pack(parts.tenantId);
  const session = pack(parts.sessionId);
  return {
    userId: parts.contactId === null ? `t${tenant}-v${session}` : `t${tenant}-c${parts.contactId}`,
    conversationId: `t${tenant}-s${session}-${parts.generation}`,
  };
}

/** Whose conversation an engine's id says it is; null when it is none of ours. */
export function tenantOfEngineConversation(id: string): TenantId | null {
  const tenant = conversationPattern.exec(id)?.[1];
  return tenant === undefined ? null : unpack(tenant);
}

/** Which session's talk it says it is, also one that is over; null when it is none of ours. */
export function sessionOfEngineConversation(id: string): SessionId | null {
  const session = conversationPattern.exec(id)?.[2];
  return session === undefined ? null : (unpack(session) as string as SessionId);
}

const pack = (uuid: string): string => Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');

/** The pattern has fixed what the text is: 16 bytes, so a UUID. */
function unpack(packed: string): TenantId {
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  ) as TenantId;
}
