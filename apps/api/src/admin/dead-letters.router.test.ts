import type { InboundId } from '@tandem/schemas';
import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { seedMessage, seedSession } from '../../test/seed-conversation.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const at = new Date('2026-03-02T09:00:00.000Z');

/** A tenant whose customers wrote messages that died. */
async function open(count = 1) {
  admin.clock.set(new Date(at.getTime() + 60_000));
  const tenant = await mintTenantWithKeys(admin);
  const session = await seedSession(admin.database, { tenantId: tenant.tenantId, at });
  const ids: InboundId[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id } = await seedMessage(admin.database, { session, at, end: deadEnd });
    await admin.database.enter(tenant.tenantId).deadLetters.addMessages([id], at);
    ids.push(id);
  }
  const path = `${tenant.path}/dead-letters`;
  const call = (method: string, more = '', body?: unknown) =>
    admin.call(method, `${path}${more}`, { key: tenant.keys.admin, ...(body !== undefined && { body }) });
  return { ...tenant, session, ids, id: ids[0] ?? '', call };
}

const deadEnd = { kind: 'dead', reason: 'internal error' } as const;

describe('dead letters', () => {
  it('are listed by pages, filtered, with what they died of in words', async () => {
    const { ids, call } = await open(3);
    const first = (await call('GET', '?limit=2&direction=to-engine&reason=internal')).body;
    expect(first).toMatchObject({ total: 3, deadLetters: [{ id: ids[2] }, { id: ids[1] }] });
    expect(first.deadLetters[0]).toMatchObject({
      direction: 'to-engine',
      kind: 'customer-message',
      reason: 'internal error',
      words: expect.stringContaining('Tandem itself failed'),
      state: 'dead',
    });
    const rest = (await call('GET', `?limit=2&cursor=${first.nextCursor}`)).body;
    expect(rest).toMatchObject({ deadLetters: [{ id: ids[0] }], nextCursor: null });
    expect((await call('GET', '?direction=to-channel')).body.total).toBe(0);
    expect((await call('GET', '?since=2026-03-02T09:00:00.001Z')).body.total).toBe(0);
  });

  it.each(['?limit=201', '?direction=sideways', '?since=yesterday', '?reason=', '?cursor=%2f'])(
    'are not asked for with %s',
    async (query) => {
      const { call } = await open(0);
      expect((await call('GET', query)).status).toBe(400);
    },
  );

  it('are shown with their trail and replayed, audited, and their lane woken', async () => {
    const { id, call, tenantId, session } = await open();
    expect((await call('GET', `/${id}`)).body.deadLetter).toMatchObject({
      id,
      replay: { blocked: [], stale: [], isInDoubt: false, does: expect.stringContaining('once more') },
      trail: { messageId: id },
    });
    const { status, body } = await call('POST', `/${id}/replay`);
    expect([status, body.replayedIds, body.deadLetter.state]).toEqual([200, [id], 'replayed']);
    expect(admin.told.lanes.at(-1)).toEqual({ tenantId, ...session.key, direction: 'to-engine' });
    expect((await call('POST', `/${id}/replay`)).status).toBe(409);
    const { items } = await admin.database.enter(tenantId).audit.list({ limit: 200 });
    expect(items.map(({ action }) => action)).toContain('dead-letter.replay');
  });

  it('of a suspended tenant are not replayed, also by the platform', async () => {
    const { id, path } = await open();
    await admin.call('PATCH', path, { body: { status: 'suspended' } });
    const { status, body } = await admin.call('POST', `${path}/dead-letters/${id}/replay`, {
      body: { force: true },
    });
    expect([status, body.error.message]).toEqual([409, expect.stringContaining('suspended')]);
  });

  it('are dropped with why', async () => {
    const { id, call } = await open();
    const { body } = await call('POST', `/${id}/drop`, { why: 'called them' });
    expect(body.deadLetter).toMatchObject({ state: 'dropped', settledWhy: 'called them' });
    expect((await call('GET')).body.total).toBe(0);
  });

  it('are settled many at once after a preview', async () => {
    const { call } = await open(3);
    const filter = { reason: 'internal', limit: 2 };
    expect((await call('POST', '/drop', filter)).body).toMatchObject({ preview: true, matched: 3, done: 2 });
    expect((await call('GET')).body.total).toBe(3);
    const bulk = { ...filter, preview: false };
    expect((await call('POST', '/replay', bulk)).body).toEqual({
      preview: false,
      matched: 3,
      done: 2,
      refused: [],
    });
    expect((await call('POST', '/drop', bulk)).body).toMatchObject({ matched: 1, done: 1 });
    expect((await call('POST', '/drop', { limit: 501 })).status).toBe(400);
  });

  it('of another tenant do not exist', async () => {
    const [mine, theirs] = [await open(), await open()];
    for (const [method, more] of [
      ['GET', ''],
      ['POST', '/replay'],
      ['POST', '/drop'],
    ] as const)
      expect((await mine.call(method, `/${theirs.id}${more}`)).status).toBe(404);
    expect((await theirs.call('GET')).body.total).toBe(1);
  });

  it('are counted by reason for the platform', async () => {
    await open(2);
    const { body } = await admin.call('GET', '/api/chatbot/dead-letters');
    const counted = body.counts.find(({ reason }: { reason: string }) => reason === 'internal error');
    expect(counted).toMatchObject({ direction: 'to-engine', count: expect.any(Number) });
    expect(counted.count).toBeGreaterThanOrEqual(2);
  });
});
