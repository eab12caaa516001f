import { newId } from '@tandem/runtime';
import type { InboundId, OutboundId, TenantId, TurnId } from '@tandem/schemas';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import type { Ended, LaneLease, NewInbound, Statement } from '../src/index.ts';
import { type Conversation, heldConversations } from './held-conversations.ts';
import { openStores } from './run-cases.ts';

const told: Ended[] = [];
const { database, behind, close } = openStores({ onEnd: (ended) => void told.push(ended) });
afterAll(close);

const time = (seconds: number) => new Date(Date.UTC(2026, 2, 2, 9, 0, seconds));

/** Sends a packet of each conversation at once. */
const sendAll = <const Statements extends readonly Statement<unknown>[]>(
  all: readonly Conversation[],
  packetOf: (one: Conversation) => Statements,
) => Promise.all(all.map((one) => one.scope.attempt(packetOf(one))));

const beginTurn = ({ scope, lane, lease, turn, session, messages, index }: Conversation) => {
  const [firstId = newId<InboundId>()] = messages;
  const taking = { lease, turnId: turn, ids: messages, lateIds: index % 3 === 0 ? [firstId] : [] };
  const begun = { id: turn, firstId, sessionId: session, engineConversationId: `c${index}` };
  const more = {
    configVersion: index,
    channelMessageId: index,
    deadlineAt: time(index),
    createdAt: time(index),
  };
  return [scope.inbound.takeIntoTurn(lane, taking), scope.turns.begin(lane, { ...begun, ...more })] as const;
};

const questionOf = (index: number) => ({ digest: `d${index}`, at: time(index).toISOString() });

const takeTurn = ({ scope, turn, session, index }: Conversation) => {
  const question = questionOf(index);
  const taken = { takenAt: time(index), checkAt: time(index + 1), newestMessageId: index, question };
  return scope.turns.taken({ id: turn, sessionId: session }, { ...taken, at: time(index + 2) });
};

const append = ({ scope, lane, session, turn, replies, index }: Conversation) => {
  const made = replies.slice(0, 1 + (index % 2)).map((id, place) => ({
    ...{ id, turnId: turn, inboundId: null, kind: 'reply' as const, payload: `{"n":${index},"p":${place}}` },
    ...{ expiresAt: time(50), createdAt: time(index + 3) },
  }));
  return scope.outbound.append({ ...lane, sessionId: session }, made, index);
};

const replyOf = ({ replies: [id] }: Conversation): OutboundId => id ?? newId<OutboundId>();

const claim = (one: Conversation, owner: 'bot' | 'human' = 'bot') => {
  const how = { sessionId: one.session, kind: 'reply', owner, at: time(one.index + 3) } as const;
  return one.scope.outbound.claim(replyOf(one), how);
};

const claimAppended = (one: Conversation) => {
  const how = { sessionId: one.session, kind: 'reply', owner: 'bot', at: time(one.index + 3) } as const;
  return one.scope.outbound.claimAppended(replyOf(one), how);
};

const sent = (one: Conversation) =>
  one.scope.outbound.sent(replyOf(one), { channelMessageId: 1000 + one.index, at: time(one.index + 4) });

const release = ({ scope, lane, lease, index }: Conversation) =>
  scope.lanes.release(lane, lease, index % 2 === 0 ? null : time(index));

it('whole turns of several lanes at once leave of each what it leaves alone', async () => {
  const all = await heldConversations({ database, behind }, 18);
  const begun = await sendAll(all, beginTurn);
  expect(begun).toEqual(all.map(() => [2, null]));
  await sendAll(all, (one) => [takeTurn(one)]);
  const claimed = await sendAll(all, (one) => [
    ...append(one),
    one.scope.turns.answered(one.turn),
    one.index % 3 === 0 ? claim(one) : claimAppended(one),
    one.scope.lanes.hold(one.lane, one.lease, 60_000),
  ]);
  expect(claimed.map((answers) => answers?.slice(-2))).toEqual(all.map(() => [true, true]));
  told.length = 0;
  const released = await sendAll(all, (one) => [
    sent(one),
    one.scope.turns.end(
      one.lane,
      one.turn,
      { kind: 'answered', reason: `r${one.index}` },
      time(one.index + 5),
    ),
    release(one),
  ]);
  expect(released.map((answers) => answers?.at(-1))).toEqual(all.map(() => true));
  expect(told.filter(({ what }) => what === 'delivery')).toHaveLength(all.length);
  for (const { lane, turn, index } of all) {
    const { tenantId } = lane;
    const end = { what: 'turn', id: turn, tenantId, end: 'answered', reason: `r${index}`, messages: 2 };
    expect(told.filter((one) => one.what === 'turn' && one.tenantId === tenantId)).toEqual([end]);
    expect(await left(tenantId)).toEqual(leftOf(index, turn));
  }
});

const leftOf = (index: number, turn: TurnId) => ({
  lane: { due_at: index % 2 === 0 ? null : time(index), lease_until: null, lease_owner: null, failures: 0 },
  turn: {
    ...{ state: 'ended', attempts: 1, taken_at: time(index), check_at: null, config_version: index },
    ...{ engine_conversation_id: `c${index}`, end_reason: `r${index}`, ended_at: time(index + 5) },
  },
  session: {
    ...{ last_position: 1 + (index % 2), bot_streak: index, last_taken_message_id: index },
    ...{ last_activity_at: time(index + 3), last_question: JSON.stringify(questionOf(index)) },
  },
  inbound: [index % 3 === 0 ? 1 : 0, 0].map((late) => ({
    ...{
      state: 'ended',
      turn_id: turn,
      late,
      end_reason: `r${index}`,
      ended_at: time(index + 5),
      duplicates: 0,
    },
  })),
  outbound: [1, 2].slice(0, 1 + (index % 2)).map((position) => ({
    ...{ position, payload: `{"n":${index},"p":${position - 1}}` },
    ...(position === 1
      ? { state: 'sent', attempts: 1, claimed_at: time(index + 3), channel_message_id: 1000 + index }
      : { state: 'pending', attempts: 0, claimed_at: null, channel_message_id: null }),
  })),
});

async function left(tenantId: TenantId) {
  const one = async (query: ReturnType<typeof sql>) => (await query.execute(behind)).rows;
  const [lane] = await one(
    sql`SELECT due_at, lease_until, lease_owner, failures FROM lanes WHERE tenant_id = ${tenantId}`,
  );
  const [turn] = await one(
    sql`SELECT state, attempts, taken_at, check_at, config_version, engine_conversation_id, end_reason, ended_at
        FROM turns WHERE tenant_id = ${tenantId}`,
  );
  const [session] = await one(
    sql`SELECT last_position, bot_streak, last_taken_message_id, last_activity_at, last_question
        FROM chat_sessions WHERE tenant_id = ${tenantId}`,
  );
  const inbound = await one(
    sql`SELECT state, turn_id, late, end_reason, ended_at, duplicates FROM inbound_messages
        WHERE tenant_id = ${tenantId} ORDER BY id`,
  );
  const outbound = await one(
    sql`SELECT position, payload, state, attempts, claimed_at, channel_message_id FROM outbound_messages
        WHERE tenant_id = ${tenantId} ORDER BY position`,
  );
  return { lane, turn, session, inbound, outbound };
}

it('changes that find nothing count nothing, and those beside them what they found', async () => {
  const all = await heldConversations({ database, behind }, 9);
  await sendAll(all, beginTurn);
  await sendAll(all, append);
  const isOdd = ({ index }: Conversation) => index % 2 === 1;
  const stale = (one: Conversation): LaneLease => ({ token: one.lease.token - (isOdd(one) ? 1 : 0) });
  const expected = all.map((one) => [!isOdd(one)]);
  expect(await sendAll(all, (one) => [claim(one, isOdd(one) ? 'human' : 'bot')])).toEqual(expected);
  told.length = 0;
  await sendAll(all, (one) => [sent(one)]);
  expect(told.map(({ tenantId }) => tenantId).toSorted()).toEqual(
    all.flatMap((one) => (isOdd(one) ? [] : [one.lane.tenantId])).toSorted(),
  );
  expect(await sendAll(all, (one) => [one.scope.lanes.release(one.lane, stale(one), null)])).toEqual(
    expected,
  );
});

it('what stands on a lease that was lost is undone alone', async () => {
  const all = await heldConversations({ database, behind }, 6);
  const isLost = ({ index }: Conversation) => index === 3;
  const answers = await sendAll(all, (one) => [
    ...append(one),
    one.scope.lanes.hold(one.lane, { token: one.lease.token - (isLost(one) ? 1 : 0) }, 60_000),
  ]);
  expect(answers.map((one) => one?.at(-1) ?? null)).toEqual(all.map((one) => (isLost(one) ? null : true)));
  for (const one of all) {
    const { session, outbound } = await left(one.lane.tenantId);
    const count = isLost(one) ? 0 : 1 + (one.index % 2);
    expect([session, outbound.length]).toMatchObject([{ last_position: count }, count]);
  }
});

it('a turn begins with none of its messages nowhere, and with the others’ beside it', async () => {
  const all = await heldConversations({ database, behind }, 5);
  const end = { kind: 'suppressed', reason: 'gone' } as const;
  const gone = all[2];
  if (gone) await gone.scope.inbound.end(gone.messages, end, time(1));
  const begun = await sendAll(all, beginTurn);
  expect(begun).toEqual(all.map((one) => (one === gone ? null : [2, null])));
});

it('echoes of several sends at once settle each, and wake the lanes of those that were in doubt', async () => {
  const all = await heldConversations({ database, behind }, 18);
  await sendAll(all, append);
  await sendAll(all, (one) => [claim(one)]);
  const isInDoubt = ({ index }: Conversation) => index % 3 === 0;
  for (const one of all.filter(isInDoubt))
    await one.scope.outbound.unknown(replyOf(one), { settleAt: time(40), reason: 'cut' });
  const echoes = all.map((one): NewInbound => {
    const effect = { type: 'echo', outboundId: replyOf(one), channelMessageId: 1000 + one.index } as const;
    const echo = { ...one.lane, id: newId<InboundId>(), kind: 'echo', source: 'chatwoot', effect };
    const about = { channelMessageId: effect.channelMessageId, dedupeKey: `echo.${one.index}` };
    return {
      ...echo,
      ...about,
      receivedAt: time(6),
      availableAt: null,
      body: Buffer.from('{}'),
      wakes: null,
    };
  });
  const accepted = await database.platform.acceptInbound(echoes);
  expect(accepted.map(({ wakes }) => wakes)).toEqual(
    all.map((one) => (isInDoubt(one) ? 'to-channel' : null)),
  );
  for (const one of all) {
    const [first] = (await left(one.lane.tenantId)).outbound;
    expect(first).toMatchObject({ state: 'sent', channel_message_id: 1000 + one.index, attempts: 1 });
  }
});

it('a claim holds its tenant as it is until it is committed', async () => {
  const [one] = await heldConversations({ database, behind }, 1);
  if (!one) throw new Error('no conversation');
  await sendAll([one], append);
  const { tenantId } = one.lane;
  const suspend = () => sql`SELECT id FROM tenants WHERE id = ${tenantId} FOR UPDATE NOWAIT`.execute(behind);
  await one.scope.transaction(async (scope) => {
    expect(await claim({ ...one, scope })).toBe(true);
    await expect(suspend()).rejects.toThrow(/lock/i);
  });
  await suspend();
});
