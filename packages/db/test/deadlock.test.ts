import { newId } from '@tandem/runtime';
import type { ConnectionId, InboundId, SessionId, TenantId } from '@tandem/schemas';
import { sql } from 'kysely';
import { afterAll, expect, it, vi } from 'vitest';
import type { NewInbound } from '../src/index.ts';
import { openStores } from './run-cases.ts';

const { database, behind, close } = openStores();
afterAll(close);

const at = new Date('2026-03-02T09:00:00.000Z');

/** An agent's answer: the event that Chatwoot tells once and never again. */
function takeover(sessionId: SessionId): NewInbound {
  const id = newId<InboundId>();
  const times = { ownerSince: at, ownerAsOf: at, unattendedAt: null, resumeAt: null, tellBotAt: null };
  const owner = { owner: 'human', ownerReason: 'r', ownerActor: 'agent', ownerCause: 'handoff' } as const;
  return {
    ...{ id, tenantId: newId<TenantId>(), connectionId: newId<ConnectionId>(), conversationId: 7 },
    ...{ kind: 'agent-message', source: 'chatwoot', channelMessageId: 1, dedupeKey: id },
    ...{ receivedAt: at, availableAt: null, body: Buffer.from('{}'), wakes: 'to-engine' },
    effect: {
      type: 'owner',
      obeyed: 'always',
      changeId: newId(),
      state: { ...owner, ...times, agentReplied: true },
      session: {
        ...{ id: sessionId, inboxId: 1, contactId: null },
        ...{ engineUserId: 'u', engineConversationId: 'c' },
      },
    },
  };
}

it('an event that changes the owner is stored though the server gives its transaction up in a deadlock', async () => {
  const sessionId = newId<SessionId>();
  const row = takeover(sessionId);
  const { tenantId, connectionId, conversationId } = row;
  const rival = await behind.startTransaction().execute();
  // What changed less is given up: so many rows are more than the event has.
  for (let lane = 0; lane < 50; lane += 1)
    await sql`INSERT INTO lanes (tenant_id, connection_id, conversation_id, direction)
              VALUES (${tenantId}, ${connectionId}, ${conversationId + lane}, 'to-engine')`.execute(rival);
  const accepted = database.platform.acceptInbound([row]);
  await vi.waitFor(async () => expect(await insertedOf(tenantId)).toBe(1));
  // The rival holds the lane that the event waits for, and now wants what the event has inserted.
  await sql`SELECT 1 FROM inbound_messages WHERE tenant_id = ${tenantId} FOR UPDATE`.execute(rival);
  await rival.rollback().execute();
  expect(await accepted).toEqual([{ id: row.id, duplicate: false, wakes: 'to-channel' }]);
  expect(await database.enter(tenantId).sessions.get(sessionId)).toMatchObject({ owner: 'human' });
});

/** Also what is not committed. */
const insertedOf = (tenantId: TenantId): Promise<number> =>
  behind.connection().execute(async (connection) => {
    await sql`SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED`.execute(connection);
    const { rows } = await sql<{ n: number }>`
      SELECT COUNT(*) AS n FROM inbound_messages WHERE tenant_id = ${tenantId}`.execute(connection);
    return Number(rows[0]?.n);
  });
