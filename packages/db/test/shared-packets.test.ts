import { newId } from '@tandem/runtime';
import type { ConnectionId, InboundId, LaneKey, SessionId, TenantId, TurnId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { afterAll, describe, expect, it } from 'vitest';
import type { Database, NewInbound } from '../src/index.ts';

const said: string[] = [];
const database = openTestDatabase({ onStatement: (text) => said.push(text) });
const another = openTestDatabase();
afterAll(async () => {
  await database.close();
  await another.close();
});

const at = new Date('2026-03-02T09:00:00.000Z');
const kinds = ['customer-message'];
const holder = { name: 'worker', leaseMs: 12_000 };

interface Conversation extends LaneKey {
  direction: 'to-engine';
}

/** Conversations of tenants of their own that share all ids but the tenant's, each with messages that wait. */
async function conversations(input: { tenants: number; messages: number }): Promise<Conversation[]> {
  const place = { connectionId: newId<ConnectionId>(), conversationId: 7, direction: 'to-engine' } as const;
  const lanes = Array.from({ length: input.tenants }, () => ({ tenantId: newId<TenantId>(), ...place }));
  const rows = lanes.flatMap((lane): NewInbound[] =>
    Array.from({ length: input.messages }, (_, index) => ({
      ...lane,
      id: newId<InboundId>(),
      kind: 'customer-message',
      source: 'chatwoot',
      channelMessageId: index,
      dedupeKey: `m${index}`,
      receivedAt: at,
      availableAt: null,
      body: Buffer.from(lane.tenantId),
      wakes: 'to-engine',
      effect: null,
    })),
  );
  await database.platform.acceptInbound(rows);
  return lanes;
}

function look(from: Database, lane: Conversation, limit = 60) {
  const scope = from.enter(lane.tenantId);
  return scope.atomically([
    scope.lanes.claim(lane, holder),
    scope.sessions.find(lane),
    scope.turns.open(lane),
    scope.inbound.pendingShared(lane, { kinds, limit }),
  ]);
}

describe('looks of several lanes', () => {
  it('are one commit of few statements, and each sees its own tenant alone', async () => {
    const lanes = await conversations({ tenants: 12, messages: 3 });
    said.length = 0;
    const seen = await Promise.all(lanes.map((lane) => look(database, lane)));
    expect(said.filter((text) => text === 'commit')).toHaveLength(1);
    expect(said.length).toBeLessThanOrEqual(7);
    for (const [index, [lease, session, turns, pending]] of seen.entries()) {
      expect([lease, session, turns]).toEqual([{ token: 1 }, null, []]);
      expect(pending?.map(({ channelMessageId, body }) => [channelMessageId, body.toString()])).toEqual(
        [0, 1, 2].map((id) => [id, lanes[index]?.tenantId]),
      );
    }
  });

  it('give each lane to one of two workers, whichever asks', async () => {
    const lanes = await conversations({ tenants: 10, messages: 1 });
    const asked = [...lanes, ...lanes.toReversed()];
    const seen = await Promise.all(
      asked.map((lane, index) => look(index < lanes.length ? database : another, lane)),
    );
    const holders = asked.flatMap((lane, index) => (seen[index]?.[0] ? [lane.tenantId] : []));
    expect(holders.toSorted()).toEqual(lanes.map(({ tenantId }) => tenantId).toSorted());
  });

  it('answer a token that the lane’s statements are fenced with', async () => {
    const lanes = await conversations({ tenants: 3, messages: 1 });
    const seen = await Promise.all(lanes.map((lane) => look(database, lane)));
    const released = await Promise.all(
      lanes.map((lane, index) => {
        const token = seen[index]?.[0]?.token ?? 0;
        return database
          .enter(lane.tenantId)
          .lanes.release(lane, { token: token - (index === 1 ? 1 : 0) }, at);
      }),
    );
    expect(released).toEqual([true, false, true]);
    const again = await Promise.all(lanes.map((lane) => look(database, lane)));
    expect(again.map(([lease]) => lease)).toEqual([{ token: 2 }, null, { token: 2 }]);
  });

  it('of both lanes of one conversation see each what is theirs', async () => {
    const [lane] = await conversations({ tenants: 1, messages: 2 });
    if (!lane) throw new Error('no lane');
    const scope = database.enter(lane.tenantId);
    const [asked, answered] = await Promise.all([
      scope.atomically([scope.inbound.pendingShared(lane, { kinds, limit: 60 })]),
      scope.atomically([scope.inbound.pendingShared(lane, { kinds: ['reply'], limit: 60 })]),
    ]);
    expect([asked[0]?.length, answered[0]?.length]).toEqual([2, 0]);
  });

  it('say when more waits than is read for several at once, so that it is read alone', async () => {
    const lanes = await conversations({ tenants: 11, messages: 50 });
    const seen = await Promise.all(lanes.map((lane) => look(database, lane)));
    expect(seen.map(([lease, , , pending]) => [lease?.token, pending])).toEqual(lanes.map(() => [1, null]));
    const alone = await Promise.all(
      lanes.map((lane) => database.enter(lane.tenantId).inbound.pending(lane, { kinds, limit: 60 })),
    );
    expect(alone.map((pending) => pending.length)).toEqual(lanes.map(() => 50));
  });
});

describe('a packet that the server refuses', () => {
  it('fails alone: those it was sent with are carried out', async () => {
    const lanes = await conversations({ tenants: 4, messages: 1 });
    const tooLong = 'x'.repeat(60) as TurnId;
    const sessionId = newId<SessionId>();
    const turn = (id: TurnId) => ({
      id,
      sessionId,
      engineConversationId: 'c',
      configVersion: 1,
      channelMessageId: null,
      deadlineAt: at,
      createdAt: at,
    });
    const sent = await Promise.allSettled(
      lanes.map(async (lane, index) => {
        const scope = database.enter(lane.tenantId);
        const [first] = await scope.inbound.pending(lane, { kinds, limit: 1 });
        const [lease] = await look(database, lane);
        if (!first || !lease) throw new Error('nothing to take');
        const id = index === 2 ? tooLong : newId<TurnId>();
        const taking = { lease, turnId: id, ids: [first.id], lateIds: [] };
        return await scope.atomically([
          scope.inbound.takeIntoTurn(lane, taking),
          scope.turns.begin(lane, { ...turn(id), firstId: first.id }),
        ]);
      }),
    );
    expect(sent.map((one) => (one.status === 'fulfilled' ? one.value : 'refused'))).toEqual([
      [1, null],
      [1, null],
      'refused',
      [1, null],
    ]);
    const left = await Promise.all(
      lanes.map((lane) => database.enter(lane.tenantId).inbound.pending(lane, { kinds, limit: 1 })),
    );
    expect(left.map((pending) => pending.length)).toEqual([0, 0, 1, 0]);
  });
});
