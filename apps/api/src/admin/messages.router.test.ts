import type { OutboundId } from '@tandem/schemas';
import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { seedMessage, seedSession } from '../../test/seed-conversation.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const open = async () => {
  const tenant = await mintTenantWithKeys(admin);
  const at = new Date('2026-03-02T09:00:00.000Z');
  const session = await seedSession(admin.database, { tenantId: tenant.tenantId, at });
  const message = await seedMessage(admin.database, { session, at });
  const why = (id: string | number) =>
    admin.call('GET', `${tenant.path}/messages/${id}/why`, { key: tenant.keys.agent });
  return { session, message, why };
};

describe('why', () => {
  it("tells the trail of a message by Chatwoot's id and by ours", async () => {
    const { session, message, why } = await open();
    const { status, body } = await why(message.channelMessageId);
    expect(status).toBe(200);
    const { id, channelMessageId } = message;
    expect(body).toEqual({
      trail: {
        messageId: id,
        channelMessageId,
        conversationId: session.conversationId,
        sessionId: session.id,
        turnId: null,
        steps: [
          {
            at: '2026-03-02T09:00:00.000Z',
            id,
            kind: 'received',
            text: `The customer's message ${channelMessageId} in conversation ${session.conversationId} came in and was stored.`,
          },
          {
            at: '2026-03-02T09:00:00.000Z',
            id,
            kind: 'duplicates',
            text: 'The same came once more and was only counted.',
          },
        ],
        end: {
          kind: 'suppressed',
          reason: 'a human owns the conversation',
          at: '2026-03-02T09:00:01.000Z',
          text: 'It was not answered by the bot: a human owns the conversation.',
        },
      },
    });
    expect((await why(id.toUpperCase())).body).toEqual(body);
  });

  it('knows no message of another tenant', async () => {
    const [mine, theirs] = [await open(), await open()];
    for (const id of Object.values(theirs.message)) expect((await mine.why(id)).status).toBe(404);
  });
});

describe('messages', () => {
  it('are listed by conversation, session and page, with how they begin', async () => {
    const tenant = await mintTenantWithKeys(admin);
    const at = new Date('2026-03-02T09:00:00.000Z');
    const { tenantId } = tenant;
    const session = await seedSession(admin.database, { tenantId, at });
    const elsewhere = await seedSession(admin.database, { tenantId, at });
    const messages = [];
    for (let count = 0; count < 3; count += 1)
      messages.push(await seedMessage(admin.database, { session, at }));
    await seedMessage(admin.database, { session: elsewhere, at });
    const scope = admin.database.enter(tenantId);
    const reply = {
      id: admin.deps.newId<OutboundId>(),
      turnId: null,
      inboundId: null,
      kind: 'reply' as const,
      payload: JSON.stringify({ type: 'text', text: 'long '.repeat(100) }),
      expiresAt: at,
      createdAt: at,
    };
    await scope.atomically(scope.outbound.append({ ...session.key, sessionId: session.id }, [reply]));
    const call = (more: string) =>
      admin.call('GET', `${tenant.path}/messages${more}`, { key: tenant.keys.agent });
    const first = (await call(`?sessionId=${session.id}&limit=2`)).body;
    expect(first.messages).toMatchObject([
      { id: reply.id, direction: 'out', kind: 'reply', state: 'pending' },
      { id: messages[2]?.id, direction: 'in', kind: 'customer-message', state: 'suppressed' },
    ]);
    expect(first.messages[0].text).toHaveLength(200);
    const rest = (await call(`?conversationId=${session.conversationId}&cursor=${first.nextCursor}`)).body;
    expect(rest.messages.map(({ id }: { id: string }) => id)).toEqual([messages[1]?.id, messages[0]?.id]);
    expect((await call('')).body.messages).toHaveLength(5);
    expect((await call(`/${reply.id}`)).body.message.text).toHaveLength(500);
    expect((await call('?conversationId=0')).status).toBe(400);
  });

  it('of another tenant are not there', async () => {
    const [mine, theirs] = [await mintTenantWithKeys(admin), await open()];
    const call = (more: string) =>
      admin.call('GET', `${mine.path}/messages${more}`, { key: mine.keys.agent });
    expect((await call(`/${theirs.message.id}`)).status).toBe(404);
    for (const filter of [
      `sessionId=${theirs.session.id}`,
      `conversationId=${theirs.session.conversationId}`,
    ])
      expect((await call(`?${filter}`)).body.messages).toEqual([]);
  });
});
