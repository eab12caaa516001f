import type { Accepted, Effect, NewInbound } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { ConnectionId, InboundId, OutboundId, SessionId, TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { mintTenant } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { shareCommits } from './share-commits.ts';

const database = openTestDatabase({ poolSize: 8 });
afterAll(() => database.close());

const receivedAt = new Date('2026-03-02T09:00:00.000Z');
const accept = (...rows: NewInbound[]): Promise<Accepted[]> => database.platform.acceptInbound(rows);

/** A conversation of a tenant that nobody else has, and rows of it. */
function conversation(tenantId = newId<TenantId>()) {
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
  const takeover = (owner: 'bot' | 'human', agentReplied: boolean): Effect => {
    const id = newId<SessionId>();
    const session = { id, inboxId: 42, contactId: null, engineUserId: `u-${id}`, engineConversationId: `c-${id}` };
    return { type: 'owner', owner, reason: `to ${owner}`, actor: 'agent:18', agentReplied, changeId: newId<string>(), session };
  };
  const event = (dedupeKey: string, effect: Effect): NewInbound => row(dedupeKey, { kind: 'event', wakes: null, effect });
  const pending = () => scope.inbound.pending(key, { kinds: ['customer-message'], limit: 100 });
  const trail = async (id: InboundId) => await scope.trails.find({ by: 'id', id });
  const hasWork = async (direction: 'to-engine' | 'to-channel') => {
    const lease = await scope.lanes.claim({ ...key, direction }, { name: 'w', leaseMs: 60_000 });
    if (lease) await scope.lanes.release({ ...key, direction }, lease, null);
    return lease !== null;
  };
  return { ...key, key, scope, row, event, takeover, pending, trail, hasWork };
}

describe('what is stored', () => {
  it('is answered in the order given, with the ids given, and waits for its lane', async () => {
    const { row, pending, hasWork } = conversation();
    const rows = [row('a'), row('b'), row('c')];
    expect(await accept(...rows)).toEqual(rows.map(({ id }) => ({ id, duplicate: false, wakes: 'to-engine' })));
    expect((await pending()).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(await hasWork('to-engine')).toBe(true);
  });

  it('is all of it or nothing', async () => {
    const { row, pending, hasWork } = conversation();
    await expect(accept(row('a'), row('x'.repeat(200)))).rejects.toThrow();
    expect(await pending()).toEqual([]);
    expect(await hasWork('to-engine')).toBe(false);
  });

  it('keeps bodies to the byte', async () => {
    const { row, pending } = conversation();
    const body = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    await accept(row('a', { body }));
    expect((await pending())[0]?.body.equals(body)).toBe(true);
  });

  it('and only recorded has its end at once and wakes nothing', async () => {
    const { row, pending, trail, hasWork } = conversation();
    const noted = row('a', { kind: 'deleted', wakes: null });
    expect(await accept(noted)).toEqual([{ id: noted.id, duplicate: false, wakes: null }]);
    expect(await pending()).toEqual([]);
    expect((await trail(noted.id))?.subject.row).toMatchObject({ state: 'ended', endKind: 'recorded' });
    expect(await hasWork('to-engine')).toBe(false);
  });

  it('of several tenants shares a transaction', async () => {
    const [first, second] = [conversation(), conversation()];
    await accept(first.row('a'), second.row('a'));
    expect(await first.pending()).toHaveLength(1);
    expect(await second.pending()).toHaveLength(1);
  });

  it('is due when it may be taken', async () => {
    const { row, tenantId } = conversation();
    const availableAt = new Date(receivedAt.getTime() + 5_000);
    await accept(row('a', { availableAt }));
    const isDue = async (at: Date) =>
      (await database.platform.dueWork.lanes(at, 10_000)).some((lane) => lane.tenantId === tenantId);
    expect([await isDue(receivedAt), await isDue(availableAt)]).toEqual([false, true]);
  });
});

describe('a duplicate', () => {
  it('across batches is answered with the first one’s id, counted, and wakes nothing', async () => {
    const { row, pending, trail } = conversation();
    const first = row('a');
    await accept(first);
    expect(await accept(row('a'))).toEqual([{ id: first.id, duplicate: true, wakes: null }]);
    expect(await accept(row('b'), row('a'))).toMatchObject([{ duplicate: false }, { id: first.id, duplicate: true }]);
    expect(await pending()).toHaveLength(2);
    expect((await trail(first.id))?.subject.row).toMatchObject({ duplicates: 2 });
  });

  it('inside one batch is told from the first one', async () => {
    const { row, pending } = conversation();
    const [first, again, other] = [row('a'), row('a'), row('b')];
    expect(await accept(first, again, other)).toEqual([
      { id: first.id, duplicate: false, wakes: 'to-engine' },
      { id: first.id, duplicate: true, wakes: null },
      { id: other.id, duplicate: false, wakes: 'to-engine' },
    ]);
    expect(await pending()).toHaveLength(2);
  });

  it('is none in another connection or tenant', async () => {
    const { row } = conversation();
    const rows = [row('a'), row('a', { connectionId: newId<ConnectionId>() }), row('a', { tenantId: newId<TenantId>() })];
    expect((await accept(...rows)).map(({ duplicate }) => duplicate)).toEqual([false, false, false]);
  });

  it('stored at the same time by two transactions is stored once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { row, pending } = conversation();
      const answers = (await Promise.all(Array.from({ length: 6 }, () => accept(row('a'))))).flat();
      expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(await pending()).toHaveLength(1);
    }
  });
});

describe('a takeover', () => {
  it('changes the owner in the commit that stores it, once and only for the first delivery', async () => {
    const { key, scope, event, takeover } = conversation();
    await accept(event('open', takeover('bot', false)));
    await accept(event('agent', takeover('human', true)));
    expect(await scope.sessions.find(key)).toMatchObject({ owner: 'human', agentReplied: true, ownerReason: 'to human' });
    await accept(event('pending', takeover('bot', false)));
    expect(await accept(event('agent', takeover('human', true)))).toMatchObject([{ duplicate: true }]);
    expect(await scope.sessions.find(key)).toMatchObject({ owner: 'bot', agentReplied: false });
  });

  it('before there is a session makes one, and the conversation keeps it', async () => {
    const { key, scope, event, takeover } = conversation();
    const effect = takeover('human', true);
    await accept(event('agent', effect));
    const session = await scope.sessions.find(key);
    expect(session).toMatchObject({ owner: 'human', agentReplied: true, ownerActor: 'agent:18', inboxId: 42, engineOpen: false });
    await accept(event('later', takeover('bot', false)));
    expect((await scope.sessions.find(key))?.id).toBe(session?.id);
  });

  it('is recorded with who had it, who has it, why and by what', async () => {
    const { event, takeover, trail } = conversation();
    await accept(event('pending', takeover('bot', false)));
    const agent = event('agent', takeover('human', true));
    await accept(agent);
    const changes = (await trail(agent.id))?.ownerChanges;
    expect(changes).toMatchObject([{ to: 'human', reason: 'to human', actor: 'agent:18' }]);
  });

  it('by one who owns already changes neither reason nor time, but an agent’s word is remembered', async () => {
    const { key, scope, event, takeover } = conversation();
    await accept(event('status', takeover('human', false)));
    const before = await scope.sessions.find(key);
    const later = new Date(receivedAt.getTime() + 60_000);
    await accept({ ...event('agent', takeover('human', true)), receivedAt: later });
    const after = await scope.sessions.find(key);
    expect(after).toMatchObject({ ownerSince: before?.ownerSince, ownerReason: before?.ownerReason, agentReplied: true });
  });

  it('and its opposite in one batch are taken in their order', async () => {
    const { key, scope, event, takeover } = conversation();
    await accept(event('a', takeover('human', true)), event('b', takeover('bot', false)));
    expect((await scope.sessions.find(key))?.owner).toBe('bot');
  });
});

describe('an echo', () => {
  /** A message of ours that was sent, nobody knows with what outcome; its lane waits to look it up. */
  async function unknownSend() {
    const made = conversation((await mintTenant(database)).tenantId);
    const { key, scope, event, takeover } = made;
    await accept(event('pending', takeover('bot', false)));
    const session = await scope.sessions.find(key);
    if (!session) throw new Error('there is no session');
    const id = newId<OutboundId>();
    const message = { id, turnId: null, inboundId: null, kind: 'reply', payload: '{}', expiresAt: receivedAt, createdAt: receivedAt } as const;
    await scope.transaction((tx) => tx.outbound.append({ ...key, sessionId: session.id }, [message]));
    const settleAt = new Date(receivedAt.getTime() + 20_000);
    const markUnknown = async () => {
      await scope.outbound.claim(id, { kind: 'reply', owner: 'bot', at: receivedAt });
      await scope.outbound.unknown(id, { settleAt, reason: 'cut' });
      await scope.lanes.touch({ ...key, direction: 'to-channel' }, settleAt);
    };
    const echo = (more: Partial<NewInbound> = {}, outboundId = id) => ({
      ...event(`echo-${newId<string>()}`, { type: 'echo', outboundId, channelMessageId: 551205 }),
      ...more,
    });
    const reply = async () => (await scope.trails.find({ by: 'id', id }))?.subject.row;
    return { ...made, id, echo, reply, markUnknown };
  }

  it('settles a send of unknown outcome and wakes the lane that waits for it', async () => {
    const { echo, reply, markUnknown, tenantId } = await unknownSend();
    await markUnknown();
    expect(await accept(echo())).toMatchObject([{ duplicate: false, wakes: 'to-channel' }]);
    expect(await reply()).toMatchObject({ state: 'sent', channelMessageId: 551205 });
    const due = await database.platform.dueWork.lanes(receivedAt, 10_000);
    expect(due.some((lane) => lane.tenantId === tenantId && lane.direction === 'to-channel')).toBe(true);
  });

  it('of a message that was not sent, or is known to be, changes and wakes nothing', async () => {
    const { echo, reply, scope, id } = await unknownSend();
    expect(await accept(echo())).toMatchObject([{ wakes: null }]);
    expect(await reply()).toMatchObject({ state: 'pending' });
    await scope.outbound.claim(id, { kind: 'reply', owner: 'bot', at: receivedAt });
    await scope.outbound.sent(id, { channelMessageId: 1, at: receivedAt });
    expect(await accept(echo())).toMatchObject([{ wakes: null }]);
    expect(await reply()).toMatchObject({ state: 'sent', channelMessageId: 1 });
  });

  it('settles nothing in another tenant, connection or conversation', async () => {
    const { echo, reply, markUnknown } = await unknownSend();
    await markUnknown();
    const elsewhere = [{ tenantId: newId<TenantId>() }, { connectionId: newId<ConnectionId>() }, { conversationId: 1 }];
    for (const place of elsewhere) expect(await accept(echo(place))).toMatchObject([{ wakes: null }]);
    expect(await reply()).toMatchObject({ state: 'unknown' });
  });
});

describe('many at once', () => {
  it('share commits: each is stored once and told the truth about itself', async () => {
    const conversations = Array.from({ length: 5 }, () => conversation());
    const submit = shareCommits<NewInbound, Accepted>({
      commit: (rows) => database.platform.acceptInbound(rows),
      concurrencyMax: 4,
      rowsMax: 64,
    });
    const rows = conversations.flatMap(({ row }) =>
      Array.from({ length: 60 }, (_, n) => row(n % 10 === 9 ? 'x'.repeat(200) : `m${n % 25}`)),
    );
    const results = await Promise.allSettled(rows.map(submit));
    const outcomes = results.map((result) =>
      result.status === 'rejected' ? 'refused' : result.value.duplicate ? 'duplicate' : 'accepted',
    );
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    expect(count('refused')).toBe(5 * 6);
    const distinct = new Set(rows.filter((row) => row.dedupeKey.length < 100).map((row) => `${row.tenantId} ${row.dedupeKey}`));
    expect(count('accepted')).toBe(distinct.size);
    for (const { pending } of conversations) expect(await pending()).toHaveLength(distinct.size / 5);
  });

  it('of crossing conversations end without a deadlock that anybody sees', async () => {
    const all = Array.from({ length: 6 }, () => conversation());
    const submit = shareCommits<NewInbound, Accepted>({
      commit: (rows) => database.platform.acceptInbound(rows),
      concurrencyMax: 6,
      rowsMax: 4,
    });
    const rows = Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? all : all.toReversed()).flatMap(({ row, event, takeover }) => [
        row(`m${n}`),
        event(`e${n}`, takeover(n % 2 === 0 ? 'human' : 'bot', n % 4 === 0)),
      ]),
    ).flat();
    const results = await Promise.allSettled(rows.map(submit));
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    for (const { pending } of all) expect(await pending()).toHaveLength(20);
  });
});
