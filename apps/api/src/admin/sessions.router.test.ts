import type { SessionId } from '@tandem/schemas';
import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { seedSession } from '../../test/seed-conversation.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const open = async () => {
  const tenant = await mintTenantWithKeys(admin);
  const session = await seedSession(admin.database, { tenantId: tenant.tenantId, at: admin.clock.now() });
  const queued = () => admin.database.enter(tenant.tenantId).outbound.open(session.key, 10);
  return { ...tenant, session, queued, one: `${tenant.path}/sessions/${session.id}` };
};

describe('sessions', () => {
  it('are listed and shown with their owner and why', async () => {
    const { path, one, session, keys } = await open();
    const listed = await admin.call('GET', `${path}/sessions`, { key: keys.agent });
    expect(listed.status).toBe(200);
    expect(listed.body).toEqual({
      sessions: [
        {
          id: session.id,
          connectionId: session.connectionId,
          conversationId: session.conversationId,
          inboxId: 42,
          contactId: 7,
          locale: null,
          owner: 'bot',
          ownerReason: 'the conversation is pending',
          ownerActor: 'chatwoot',
          ownerSince: expect.any(String),
          unattendedAt: null,
          lastActivityAt: expect.any(String),
          createdAt: expect.any(String),
        },
      ],
      nextCursor: null,
    });
    expect((await admin.call('GET', one)).body).toEqual({ session: listed.body.sessions[0] });
  });

  it('come in pages, the latest activity first, each once', async () => {
    const { tenantId, path } = await mintTenantWithKeys(admin);
    const made: SessionId[] = [];
    for (let index = 0; index < 7; index += 1) {
      // Some share their moment.
      const at = new Date(admin.clock.now().getTime() + Math.floor(index / 3) * 1_000);
      made.push((await seedSession(admin.database, { tenantId, at })).id);
    }
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await admin.call('GET', `${path}/sessions?limit=2${query}`);
      seen.push(...body.sessions.map((session: { id: string }) => session.id));
      cursor = body.nextCursor;
    }
    expect(seen).toHaveLength(7);
    expect(seen[0]).toBe(made[6]);
    expect(new Set(seen)).toEqual(new Set(made));
  });

  it('are filtered by owner', async () => {
    const { path, one } = await open();
    await admin.call('POST', `${one}/handoff`);
    expect((await admin.call('GET', `${path}/sessions?owner=human`)).body.sessions).toHaveLength(1);
    expect((await admin.call('GET', `${path}/sessions?owner=bot`)).body.sessions).toEqual([]);
  });
});

describe('handoff', () => {
  it('makes a human the owner at once, then tells the customer and opens the conversation', async () => {
    const { tenantId, one, session, keys, queued } = await open();
    const { status, body } = await admin.call('POST', `${one}/handoff`, {
      key: keys.agent,
      body: { reason: 'VIP' },
    });
    expect(status).toBe(200);
    expect(body.session).toMatchObject({
      owner: 'human',
      ownerReason: 'VIP',
      ownerActor: expect.stringMatching(/^key:/),
    });
    const steps = (await queued()).map(({ kind, payload }) => [kind, JSON.parse(payload)]);
    expect(steps).toEqual([
      ['handoff-notice', { type: 'text', text: expect.stringContaining('colleague') }],
      ['status', { status: 'open' }],
      ['handoff', { step: 'labels', labels: ['handoff'] }],
      ['handoff', { step: 'handoff-note', reason: 'VIP', summary: null }],
    ]);
    expect(admin.told.lanes.at(-1)).toEqual({ tenantId, ...session.key, direction: 'to-channel' });
  });

  it('of what a human owns already changes nothing', async () => {
    const { one, queued } = await open();
    const first = await admin.call('POST', `${one}/handoff`, { body: { reason: 'first' } });
    const again = await admin.call('POST', `${one}/handoff`, { body: { reason: 'second' } });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await queued()).toHaveLength(4);
  });
});

describe('release', () => {
  it('makes the bot the owner and the conversation pending', async () => {
    const { one, queued } = await open();
    await admin.call('POST', `${one}/handoff`);
    const { status, body } = await admin.call('POST', `${one}/release`);
    expect(status).toBe(200);
    expect(body.session).toMatchObject({
      owner: 'bot',
      ownerReason: 'released by an administrator',
      ownerActor: 'platform',
    });
    expect((await queued()).at(-1)).toMatchObject({ kind: 'status', payload: '{"status":"pending"}' });
  });
});
