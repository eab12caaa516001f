import type { Accepted, NewInbound } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { ConnectionId, TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { afterAll, describe, expect, it } from 'vitest';
import { receivedAt, storedConversation } from '../../test/stored-conversation.ts';

const database = openTestDatabase();
afterAll(() => database.close());

const accept = (...rows: NewInbound[]): Promise<Accepted[]> => database.platform.acceptInbound(rows);
const conversation = () => storedConversation(database);

describe('what is stored', () => {
  it('is answered in the order given, with the ids given, and waits for its lane', async () => {
    const { row, pending, hasWork } = conversation();
    const rows = [row('a'), row('b'), row('c')];
    expect(await accept(...rows)).toEqual(
      rows.map(({ id }) => ({ id, duplicate: false, wakes: 'to-engine' })),
    );
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
    expect(await accept(row('b'), row('a'))).toMatchObject([
      { duplicate: false },
      { id: first.id, duplicate: true },
    ]);
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
    const rows = [
      row('a'),
      row('a', { connectionId: newId<ConnectionId>() }),
      row('a', { tenantId: newId<TenantId>() }),
    ];
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
    expect(await scope.sessions.find(key)).toMatchObject({
      owner: 'human',
      agentReplied: true,
      ownerReason: 'to human',
    });
    await accept(event('pending', takeover('bot', false)));
    expect(await accept(event('agent', takeover('human', true)))).toMatchObject([{ duplicate: true }]);
    expect(await scope.sessions.find(key)).toMatchObject({ owner: 'bot', agentReplied: false });
  });

  it('before there is a session makes one, and the conversation keeps it', async () => {
    const { key, scope, event, takeover } = conversation();
    const effect = takeover('human', true);
    await accept(event('agent', effect));
    const session = await scope.sessions.find(key);
    expect(session).toMatchObject({
      owner: 'human',
      agentReplied: true,
      ownerActor: 'agent:18',
      inboxId: 42,
      engineOpen: false,
    });
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
    expect(after).toMatchObject({
      ownerSince: before?.ownerSince,
      ownerReason: before?.ownerReason,
      agentReplied: true,
    });
  });

  it('and its opposite in one batch are taken in their order', async () => {
    const { key, scope, event, takeover } = conversation();
    await accept(event('a', takeover('human', true)), event('b', takeover('bot', false)));
    expect((await scope.sessions.find(key))?.owner).toBe('bot');
  });
});
