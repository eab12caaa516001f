import { newId } from '@tandem/runtime';
import type { InboundId, SessionId, TenantId, TurnId } from '@tandem/schemas';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { Kysely, MysqlDialect, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatherPackets } from '../src/gather-packets.ts';
import { openPool } from '../src/open-pool.ts';
import type { Tables } from '../src/schema/tables.ts';
import { TenantDb } from '../src/tenant-db.ts';
import { TenantScope } from '../src/tenant-scope.ts';

/** One connection, so that the server counts what these statements alone read. */
const db = new Kysely<Tables>({
  dialect: new MysqlDialect({ pool: openPool({ url: testDatabaseUrl(), poolSize: 1 }) }),
});
afterAll(() => db.destroy());

const tenantId = newId<TenantId>();
const scope = new TenantScope(new TenantDb(db, tenantId, gatherPackets(db)));
const connectionId = newId<never>();
const key = { connectionId, conversationId: 1 };
const at = new Date('2026-03-02T09:00:00.000Z');
const end = { kind: 'answered', reason: 'said' } as const;
const history = 600;
const readsMax = 40;

/** A tenant that has talked a lot, also in the conversation looked at: all of it is over. */
beforeAll(async () => {
  const numbers = Array.from({ length: history }, (_, index) => index);
  const conversationOf = (index: number) => 1 + (index % 3);
  const turnIds = numbers.map(() => newId<TurnId>());
  await db
    .insertInto('inbound_messages')
    .values(
      numbers.map((index) => ({
        tenant_id: tenantId,
        id: newId<string>(),
        connection_id: connectionId,
        conversation_id: conversationOf(index),
        kind: 'customer-message',
        source: 'chatwoot',
        channel_message_id: index,
        dedupe_key: `history.${index}`,
        state: 'ended' as const,
        available_at: null,
        turn_id: turnIds[index] ?? null,
        end_kind: 'answered',
        end_reason: 'said',
        ended_at: at,
        received_at: at,
        body: Buffer.from('{}'),
      })),
    )
    .execute();
  await db
    .insertInto('turns')
    .values(
      numbers.map((index) => ({
        tenant_id: tenantId,
        id: turnIds[index] ?? '',
        connection_id: connectionId,
        conversation_id: conversationOf(index),
        session_id: newId<string>(),
        engine_conversation_id: 'c',
        state: 'ended' as const,
        config_version: 1,
        channel_message_id: index,
        taken_at: at,
        next_attempt_at: null,
        deadline_at: at,
        check_at: null,
        end_kind: 'answered',
        end_reason: 'said',
        ended_at: at,
        created_at: at,
      })),
    )
    .execute();
  await db
    .insertInto('outbound_messages')
    .values(
      numbers.map((index) => ({
        tenant_id: tenantId,
        id: newId<string>(),
        connection_id: connectionId,
        conversation_id: conversationOf(index),
        session_id: connectionId,
        position: index,
        turn_id: turnIds[index] ?? null,
        inbound_id: null,
        kind: 'reply' as const,
        payload: '{}',
        state: 'sent' as const,
        reason: null,
        next_attempt_at: null,
        expires_at: at,
        claimed_at: at,
        settle_at: null,
        channel_message_id: index,
        sent_at: at,
        created_at: at,
      })),
    )
    .execute();
});

async function readsOf(work: () => PromiseLike<unknown>): Promise<number> {
  const before = await rowsRead();
  await work();
  return (await rowsRead()) - before;
}

async function rowsRead(): Promise<number> {
  const { rows } = await sql<{ Value: string }>`SHOW SESSION STATUS LIKE 'Handler_read%'`.execute(db);
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}

const lookAt = (place: typeof key) =>
  scope.atomically([
    scope.lanes.claim({ ...place, direction: 'to-channel' }, { name: 'worker', leaseMs: 1_000 }),
    scope.sessions.find(place),
    scope.turns.open(place),
    scope.inbound.pendingShared(place, { kinds: ['reply'], limit: 50 }),
    scope.outbound.openShared(place, 20),
  ]);

const turnId = newId<TurnId>();
const statements = {
  'inbound.pending': () => scope.inbound.pending(key, { kinds: ['customer-message', 'choice'], limit: 60 }),
  'inbound.ofTurn': () => scope.inbound.ofTurn(key, turnId),
  'turns.open': () => scope.turns.open(key),
  'turns.begin': () =>
    scope.attempt([
      scope.turns.begin(key, {
        id: newId<TurnId>(),
        firstId: newId<InboundId>(),
        sessionId: newId<SessionId>(),
        engineConversationId: 'c',
        configVersion: 1,
        channelMessageId: null,
        deadlineAt: at,
        createdAt: at,
      }),
    ]),
  'turns.end': () => scope.turns.end(key, turnId, end, at),
  'turns.answered': () => scope.turns.answered(turnId),
  'inbound.end': () => scope.inbound.end([newId<InboundId>()], end, at),
  'outbound.open': () => scope.outbound.open(key, 20),
  'looks at three conversations at once': () =>
    Promise.all([1, 2, 3].map((conversationId) => lookAt({ connectionId, conversationId }))),
  'outbound.outcomes': () => scope.outbound.outcomes(key),
};

it.each(Object.entries(statements))(
  '%s reads a handful of rows, however much the tenant has said before',
  async (_name, statement) => {
    // A table that nobody opened before has its statistics read.
    await statement();
    // The count itself reads a few dozen status rows, the same number each time.
    const reads = (await readsOf(statement)) - (await readsOf(async () => {}));
    expect(reads).toBeLessThan(readsMax);
  },
);
