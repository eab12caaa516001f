import type { Database, Effect, NewInbound } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { ConnectionId, InboundId, SessionId, TenantId } from '@tandem/schemas';

export const receivedAt = new Date('2026-03-02T09:00:00.000Z');

/** A conversation that nobody else has, rows to be stored in it, and what is stored of it. */
export function storedConversation(database: Database, tenantId = newId<TenantId>()) {
  const key = { tenantId, connectionId: newId<ConnectionId>(), conversationId: 9876 };
  const scope = database.enter(key.tenantId);
  const row = (dedupeKey: string, more: Partial<NewInbound> = {}): NewInbound => ({
    ...key,
    id: newId<InboundId>(),
    kind: 'customer-message',
    source: 'chatwoot',
    channelMessageId: null,
    dedupeKey,
    receivedAt,
    availableAt: null,
    body: Buffer.from('{}'),
    wakes: 'to-engine',
    effect: null,
    ...more,
  });
  const takeover = (owner: 'bot' | 'human', agentReplied: boolean, at = receivedAt): Effect => {
    const id = newId<SessionId>();
    const session = {
      id,
      inboxId: 42,
      contactId: null,
      engineUserId: `u-${id}`,
      engineConversationId: `c-${id}`,
    };
    return {
      type: 'owner',
      obeyed: agentReplied ? 'always' : 'newer',
      state: {
        owner,
        ownerReason: `to ${owner}`,
        ownerActor: 'agent:18',
        ownerSince: at,
        ownerCause: agentReplied ? 'agent' : 'status',
        ownerAsOf: at,
        agentReplied,
        unattendedAt: null,
        resumeAt: null,
        tellBotAt: null,
      },
      changeId: newId<string>(),
      session,
    };
  };
  const event = (dedupeKey: string, effect: Effect): NewInbound =>
    row(dedupeKey, { kind: 'event', wakes: null, effect });
  const pending = () => scope.inbound.pending(key, { kinds: ['customer-message'], limit: 100 });
  const trail = async (id: InboundId) => await scope.trails.find({ by: 'id', id });
  const hasWork = async (direction: 'to-engine' | 'to-channel') => {
    const lease = await scope.lanes.claim({ ...key, direction }, { name: 'w', leaseMs: 60_000 });
    if (lease) await scope.lanes.release({ ...key, direction }, lease, null);
    return lease !== null;
  };
  return { ...key, key, scope, row, event, takeover, pending, trail, hasWork };
}
