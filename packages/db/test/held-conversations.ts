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
const holder = { name: 'worker', leaseMs: 60_000 };

export type Conversation = Awaited<ReturnType<typeof heldConversation>>;

export interface ConversationIds {
  session: SessionId;
  turn: TurnId;
  messages: InboundId[];
  replies: OutboundId[];
}

/** A conversation with a session and messages, in a held lane; its tenant is there already. */
export async function heldConversation(
  database: Database,
  input: {
    tenantId: TenantId;
    place: { connectionId: ConnectionId; conversationId: number };
    ids: ConversationIds;
    index: number;
  },
) {
  const { tenantId, place, ids, index } = input;
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
  const scope = database.enter(tenantId);
  const owned = { owner: 'bot', ownerReason: 'r', ownerActor: 'system', ownerSince: at } as const;
  const unowned = { ownerCause: 'handoff', ownerAsOf: at, agentReplied: false, typing: false } as const;
  const times = { unattendedAt: null, resumeAt: null, tellBotAt: null };
  await scope.sessions.create({
    ...{ id: ids.session, ...place, inboxId: null, contactId: null, contactName: null },
    ...{ engineUserId: 'u', engineConversationId: `c.${ids.session}`, at },
    state: { ...owned, ...unowned, ...times },
  });
  const lease = await scope.lanes.claim(lane, holder);
  if (!lease) throw new Error('no lease');
  return { ...ids, index, lane, scope, lease };
}

/** Tenants that are active. */
export async function mintTenants(behind: Kysely<Tables>, count: number): Promise<TenantId[]> {
  const ids = Array.from({ length: count }, () => newId<TenantId>());
  const times = { created_at: at, updated_at: at, deleted_at: null, status_before: null, purge_at: null };
  const rows = ids.map((id) => ({ ...{ id, name: 'x', slug: id, status: 'active' as const }, ...times }));
  await behind.insertInto('tenants').values(rows).execute();
  return ids;
}

export const mintIds = (messages: number, replies: number): ConversationIds => ({
  session: newId<SessionId>(),
  turn: newId<TurnId>(),
  messages: Array.from({ length: messages }, () => newId<InboundId>()),
  replies: Array.from({ length: replies }, () => newId<OutboundId>()),
});

const mintPlace = () => ({ connectionId: newId<ConnectionId>(), conversationId: randomInt(1, 2 ** 40) });

/** Conversations of tenants of their own; the second half share all their ids with the first. */
export async function heldConversations(
  { database, behind }: Stores,
  count: number,
): Promise<Conversation[]> {
  const shared = Array.from({ length: Math.ceil(count / 2) }, () => ({
    place: mintPlace(),
    ids: mintIds(2, 2),
  }));
  const made: Conversation[] = [];
  for (const [index, tenantId] of (await mintTenants(behind, count)).entries()) {
    const { place, ids } = shared[index % shared.length] ?? { place: mintPlace(), ids: mintIds(2, 2) };
    made.push(await heldConversation(database, { tenantId, place, ids, index }));
  }
  return made;
}
