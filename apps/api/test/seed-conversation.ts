import { randomInt } from 'node:crypto';
import type { Database, End } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { ConnectionId, InboundId, SessionId, TenantId } from '@tandem/schemas';

/** A session of the bot's, without anything said in it. */
export async function seedSession(database: Database, input: { tenantId: TenantId; at: Date }) {
  const { tenantId, at } = input;
  const session = {
    id: newId<SessionId>(),
    connectionId: newId<ConnectionId>(),
    conversationId: randomInt(1, 2 ** 31),
  };
  await database.enter(tenantId).sessions.create({
    ...session,
    inboxId: 42,
    contactId: 7,
    contactName: 'Kim',
    engineUserId: `u-${session.id}`,
    engineConversationId: `c-${session.id}`,
    state: {
      owner: 'bot',
      ownerReason: 'the conversation is pending',
      ownerActor: 'chatwoot',
      ownerSince: at,
      ownerCause: 'shown',
      ownerAsOf: at,
      agentReplied: false,
      unattendedAt: null,
      resumeAt: null,
      tellBotAt: null,
    },
    at,
  });
  return {
    tenantId,
    ...session,
    key: { connectionId: session.connectionId, conversationId: session.conversationId },
  };
}

const leftToHuman: End = { kind: 'suppressed', reason: 'a human owns the conversation' };

/** A customer's message that came twice and was left to a human, or ended as told. */
export async function seedMessage(
  database: Database,
  input: { session: Awaited<ReturnType<typeof seedSession>>; at: Date; end?: End },
) {
  const { session, at, end = leftToHuman } = input;
  const id = newId<InboundId>();
  const channelMessageId = randomInt(1, 2 ** 31);
  const message = {
    tenantId: session.tenantId,
    ...session.key,
    id,
    kind: 'customer-message',
    source: 'chatwoot',
    channelMessageId,
    dedupeKey: `m:${channelMessageId}`,
    receivedAt: at,
    availableAt: null,
    body: Buffer.from('{"content":"the words of a customer"}'),
    wakes: 'to-engine' as const,
    effect: null,
  };
  await database.platform.acceptInbound([message]);
  await database.platform.acceptInbound([{ ...message, id: newId<InboundId>() }]);
  const { inbound } = database.enter(session.tenantId);
  const endedAt = new Date(at.getTime() + 1_000);
  await inbound.end([id], end, endedAt);
  return { id, channelMessageId };
}
