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
