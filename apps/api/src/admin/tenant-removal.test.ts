import { endTenantWork, sweepRemovedTenants } from '@tandem/core/tenants';
import { tablesWithTenant, testDatabaseUrl } from '@tandem/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { type Admin, mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { seedMessage, seedSession } from '../../test/seed-conversation.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const dayMs = 24 * 3_600_000;
const inDays = (days: number) => new Date(admin.clock.now().getTime() + days * dayMs);
const sweepAt = (now: Date) =>
  sweepRemovedTenants({ database: admin.database, now: () => now, notifyChange: () => {} });

/** A tenant with rows in many tables. */
async function mintUsed(of: Admin) {
  const minted = await mintTenantWithKeys(of);
  const { tenantId, path } = minted;
  const session = await seedSession(of.database, { tenantId, at: of.clock.now() });
  await seedMessage(of.database, { session, at: of.clock.now() });
  await of.call('POST', `${path}/users`, { body: { email: 'a@b.example', role: 'agent' } });
  await of.call('PUT', `${path}/config`, {
    body: { config: { botName: 'B' }, knowledgeBase: [{ question: 'q', answer: 'a' }] },
  });
  await of.call('POST', `${path}/knowledge-base`, { body: { knowledgeBase: [] } });
  const { slug } = (await of.call('GET', path)).body.tenant;
  return { ...minted, session, slug };
}

describe('a deleted tenant', () => {
  it('is hidden, refuses its keys and all changes, and comes back as it was', async () => {
    const { tenantId, path, keys, slug } = await mintUsed(admin);
    await admin.call('PATCH', path, { body: { status: 'suspended' } });
    const { status, body } = await admin.call('DELETE', path);
    expect([status, body.tenant.status, body.tenant.purgeAt]).toEqual([
      200,
      'deleted',
      inDays(30).toISOString(),
    ]);
    expect(admin.told.changes.at(-1)?.tenantId).toBe(tenantId);
    expect((await admin.call('GET', path, { key: keys.owner })).status).toBe(403);
    expect((await admin.call('PUT', `${path}/config`, { body: { config: {} } })).status).toBe(409);
    expect((await admin.call('PATCH', path, { body: { name: 'x' } })).status).toBe(409);
    const bySlug = async (query = '') =>
      (await admin.call('GET', `/api/chatbot/tenants?slug=${slug}${query}`)).body;
    expect((await bySlug()).tenants).toEqual([]);
    expect((await bySlug('&withDeleted=true')).tenants).toHaveLength(1);
    const restored = await admin.call('POST', `${path}/restore`);
    expect(restored.body.tenant).toEqual({ ...body.tenant, status: 'suspended', purgeAt: undefined });
    expect((await admin.call('POST', `${path}/restore`)).status).toBe(409);
  });

  it('has its work ended, also what began before everybody had heard of it', async () => {
    const { tenantId, path, session } = await mintUsed(admin);
    const waiting = async () =>
      await admin.database.enter(tenantId).inbound.pending(session.key, { kinds: ['choice'], limit: 9 });
    const add = (n: number) =>
      admin.database.enter(tenantId).together(
        admin.database.enter(tenantId).inbound.add([
          {
            ...session.key,
            id: admin.deps.newId(),
            kind: 'choice',
            source: 'chatwoot',
            channelMessageId: n,
            dedupeKey: `waiting ${n}`,
            receivedAt: admin.clock.now(),
            availableAt: null,
            body: Buffer.from('{}'),
            wakes: 'to-engine',
            effect: null,
          },
        ]),
      );
    await add(1);
    expect(await waiting()).toHaveLength(1);
    await admin.call('DELETE', path);
    expect(await waiting()).toEqual([]);
    await add(2);
    const sweep = { database: admin.database, now: () => admin.clock.now(), notifyChange: () => {} };
    await sweepRemovedTenants({ ...sweep, signal: AbortSignal.abort() });
    expect(await waiting()).toHaveLength(1);
    await sweepAt(admin.clock.now());
    expect(await waiting()).toEqual([]);
    await admin.call('POST', `${path}/restore`);
    await add(3);
    // A worker that found the tenant deleted is at it still.
    await endTenantWork({ database: admin.database, now: () => admin.clock.now() }, { tenantId });
    expect(await waiting()).toHaveLength(1);
  });
});

describe('a purge', () => {
  it('is not stopped by a tenant that has its id for a slug', async () => {
    const { tenantId, path, slug } = await mintUsed(admin);
    const taken = await admin.call('POST', '/api/chatbot/tenants', { body: { name: 'x', slug: tenantId } });
    expect(taken.status).toBe(201);
    await admin.call('DELETE', path);
    expect((await admin.call('POST', `${path}/purge`, { body: { confirm: slug } })).status).toBe(200);
  });

  it('wants a deleted tenant and its name or slug', async () => {
    const { path } = await mintUsed(admin);
    const purge = (confirm: string) => admin.call('POST', `${path}/purge`, { body: { confirm } });
    expect((await purge('Acme Inc')).status).toBe(409);
    await admin.call('DELETE', path);
    const wrong = await purge('Acme');
    expect([wrong.status, wrong.body.error.issues[0].path]).toEqual([422, 'confirm']);
    expect((await purge('Acme Inc')).body.purge).toMatchObject({ state: 'done', rows: expect.any(Number) });
    expect((await admin.call('GET', path)).status).toBe(404);
    expect((await admin.call('POST', `${path}/restore`)).status).toBe(404);
  });

  it('leaves no row in any table, frees the slug, and finds what came late', async () => {
    const { tenantId, path, slug, session } = await mintUsed(admin);
    expect((await tablesWith(tenantId)).length).toBeGreaterThan(7);
    await admin.call('DELETE', path);
    await admin.call('POST', `${path}/purge`, { body: { confirm: slug } });
    expect(await tablesWith(tenantId)).toEqual([]);
    expect((await admin.call('POST', '/api/chatbot/tenants', { body: { name: 'Next', slug } })).status).toBe(
      201,
    );
    await seedMessage(admin.database, { session, at: admin.clock.now() });
    expect(await tablesWith(tenantId)).not.toEqual([]);
    for (const days of [1, 2]) await sweepAt(inDays(days));
    expect([await tablesWith(tenantId), await admin.database.platform.tenants.revision(tenantId)]).toEqual([
      [],
      null,
    ]);
  });

  it('is left to the next sweep by a worker that stops', async () => {
    const { tenantId, path } = await mintUsed(admin);
    await admin.call('DELETE', path);
    const stopping = new AbortController();
    const { database } = admin;
    const context = { database, now: () => inDays(31), signal: stopping.signal };
    await sweepRemovedTenants({
      ...context,
      notifyChange: (purged) => {
        if (purged === tenantId) stopping.abort();
      },
    });
    expect((await admin.call('GET', path)).status).toBe(404);
    expect((await tablesWith(tenantId)).length).toBeGreaterThan(7);
    await sweepAt(inDays(31));
    expect(await tablesWith(tenantId)).toEqual([]);
  });

  it('comes by itself when the time to restore is over, and not before', async () => {
    const { tenantId, path } = await mintUsed(admin);
    await admin.call('DELETE', path);
    await sweepAt(inDays(29));
    expect((await admin.call('GET', path)).body.tenant.status).toBe('deleted');
    await sweepAt(inDays(31));
    expect([(await admin.call('GET', path)).status, await tablesWith(tenantId)]).toEqual([404, []]);
  });
});

const tablesWith = (tenantId: string) => tablesWithTenant(testDatabaseUrl(), tenantId);
