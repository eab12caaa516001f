import { randomInt } from 'node:crypto';
import { newId } from '@tandem/runtime';
import type { ConnectionId, InboundId, OutboundId, SessionId, TenantId, TurnId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import type { Database, NewInbound } from '../src/index.ts';
import type { Tables } from '../src/schema/tables.ts';

interface Stores {
  database: Database;
  behind: Kysely<Tables>;
}

const direction = 'to-engine' as const;
const at = new Date('2026-03-02T09:00:00.000Z');

export type Conversation = Awaited<ReturnType<typeof conversation>>;

/** A conversation with a session and two messages, in a held lane. */
async function conversation(
  { database, behind }: Stores,
  input: {
    place: { connectionId: ConnectionId; conversationId: number };
    ids: { session: SessionId; turn: TurnId; messages: InboundId[]; replies: OutboundId[] };
    index: number;
  },
) {
  const { place, ids, index } = input;
  const tenantId = newId<TenantId>();
  const lane = { tenantId, ...place, direction };
  const rows = ids.messages.map(
    (id): NewInbound => ({
      ...lane,
      id,
      kind: 'customer-message',
      source: 'chatwoot',
      channelMessageId: null,
      dedupeKey: id,
      receivedAt: at,
      availableAt: null,
      body: Buffer.from('{}'),
      wakes: direction,
      effect: null,
    }),
  );
  await database.platform.acceptInbound(rows);
  await behind
    .insertInto('tenants')
    .values({
      ...{ id: tenantId, name: 'x', slug: tenantId, status: 'active' },
      ...{ created_at: at, updated_at: at, deleted_at: null, status_before: null, purge_at: null },
    })
    .execute();
  const scope = database.enter(tenantId);
  const owned = { owner: 'bot', ownerReason: 'r', ownerActor: 'system', ownerSince: at } as const;
  const unowned = { ownerCause: 'handoff', ownerAsOf: at, agentReplied: false, typing: false } as const;
  const times = { unattendedAt: null, resumeAt: null, tellBotAt: null };
  await scope.sessions.create({
    ...{ id: ids.session, ...place, inboxId: null, contactId: null, contactName: null },
    ...{ engineUserId: 'u', engineConversationId: 'c', at },
    state: { ...owned, ...unowned, ...times },
  });
  const lease = await scope.lanes.claim(lane, { name: 'worker', leaseMs: 60_000 });
  if (!lease) throw new Error('no lease');
  return { ...ids, index, lane, scope, lease };
}

const mintIds = () => ({
  place: { connectionId: newId<ConnectionId>(), conversationId: randomInt(1, 2 ** 40) },
  ids: {
    session: newId<SessionId>(),
    turn: newId<TurnId>(),
    messages: [newId<InboundId>(), newId<InboundId>()],
    replies: [newId<OutboundId>(), newId<OutboundId>()],
  },
});

/** Conversations of tenants of their own; the second half share all their ids with the first. */
export async function heldConversations(stores: Stores, count: number): Promise<Conversation[]> {
  const ids = Array.from({ length: Math.ceil(count / 2) }, mintIds);
  const made: Conversation[] = [];
  for (let index = 0; index < count; index += 1)
    made.push(await conversation(stores, { ...(ids[index % ids.length] ?? mintIds()), index }));
  return made;
}
