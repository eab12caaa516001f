import type { Accepted, NewInbound } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { ConnectionId, OutboundId, TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { mintTenant } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { receivedAt, storedConversation } from '../../test/stored-conversation.ts';

const database = openTestDatabase();
afterAll(() => database.close());

const accept = (...rows: NewInbound[]): Promise<Accepted[]> => database.platform.acceptInbound(rows);

describe('an echo', () => {
  /** A message of ours that was sent, nobody knows with what outcome; its lane waits to look it up. */
  async function unknownSend() {
    const made = storedConversation(database, (await mintTenant(database)).tenantId);
    const { key, scope, event, takeover } = made;
    await accept(event('pending', takeover('bot', false)));
    const session = await scope.sessions.find(key);
    if (!session) throw new Error('there is no session');
    const id = newId<OutboundId>();
    const message = {
      id,
      turnId: null,
      inboundId: null,
      kind: 'reply',
      payload: '{}',
      expiresAt: receivedAt,
      createdAt: receivedAt,
    } as const;
    await scope.atomically(scope.outbound.append({ ...key, sessionId: session.id }, [message]));
    const settleAt = new Date(receivedAt.getTime() + 20_000);
    const claim = async () => {
      const how = { sessionId: session.id, kind: 'reply', owner: 'bot', at: receivedAt } as const;
      expect(await scope.outbound.claim(id, how)).toBe(true);
    };
    const markUnknown = async () => {
      await claim();
      await scope.outbound.unknown(id, { settleAt, reason: 'cut' });
      await scope.lanes.touch({ ...key, direction: 'to-channel' }, settleAt);
    };
    const echo = (more: Partial<NewInbound> = {}, outboundId = id) => ({
      ...event(`echo-${newId<string>()}`, { type: 'echo', outboundId, channelMessageId: 551205 }),
      ...more,
    });
    const reply = async () => (await scope.trails.find({ by: 'id', id }))?.subject.row;
    return { ...made, id, echo, reply, claim, markUnknown };
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
    const { echo, reply, scope, id, claim } = await unknownSend();
    expect(await accept(echo())).toMatchObject([{ wakes: null }]);
    expect(await reply()).toMatchObject({ state: 'pending' });
    await claim();
    await scope.outbound.sent(id, { channelMessageId: 1, at: receivedAt });
    expect(await accept(echo())).toMatchObject([{ wakes: null }]);
    expect(await reply()).toMatchObject({ state: 'sent', channelMessageId: 1 });
  });

  it('settles nothing in another tenant, connection or conversation', async () => {
    const { echo, reply, markUnknown } = await unknownSend();
    await markUnknown();
    const elsewhere = [
      { tenantId: newId<TenantId>() },
      { connectionId: newId<ConnectionId>() },
      { conversationId: 1 },
    ];
    for (const place of elsewhere) expect(await accept(echo(place))).toMatchObject([{ wakes: null }]);
    expect(await reply()).toMatchObject({ state: 'unknown' });
  });
});
