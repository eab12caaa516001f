import { createScratchDatabase } from '@tandem/db/scratch';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const entry = (answer: string) => ({ question: 'Q?', answer });

describe('a sync', () => {
  it('is queued with 202, and says of each entry that the engine gets it with every request', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    await admin.call('PUT', `${path}/config`, {
      body: { config: { botName: 'x' }, knowledgeBase: [entry('a'), entry('b')] },
    });
    const started = await admin.call('POST', `${path}/config/sync`, { key: keys.admin });
    expect([started.status, started.body]).toEqual([
      202,
      { syncRun: { id: expect.any(String), status: 'queued' } },
    ]);
    const read = async () =>
      (await admin.call('GET', `${path}/sync-runs/${started.body.syncRun.id}`)).body.syncRun;
    expect(await read()).toMatchObject({ status: 'queued', total: 0, entries: [] });
    await admin.runJobs();
    expect(await read()).toEqual({
      id: started.body.syncRun.id,
      status: 'succeeded',
      total: 3,
      done: 3,
      failed: 0,
      entries: [
        { key: 'config', outcome: 'unchanged', reason: 'chat_api carries it with every request' },
        {
          key: expect.stringMatching(/^knowledge\//),
          outcome: 'unchanged',
          reason: 'chat_api carries it, with every request',
        },
        {
          key: expect.stringMatching(/^knowledge\//),
          outcome: 'unchanged',
          reason: 'chat_api carries it, with every request',
        },
      ],
    });
  });

  it('says when not all entries fit, and fails for one that never can', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const knowledgeBase = [entry('x'.repeat(20_000)), entry('y'.repeat(20_000)), entry('é'.repeat(20_000))];
    const config = { systemPrompt: 'x'.repeat(20_000) };
    await admin.call('PUT', `${path}/config`, { body: { config, knowledgeBase } });
    const { id } = (await admin.call('POST', `${path}/config/sync`)).body.syncRun;
    await admin.runJobs();
    const { syncRun } = (await admin.call('GET', `${path}/sync-runs/${id}`)).body;
    expect(syncRun).toMatchObject({ status: 'failed', total: 4, done: 3, failed: 1 });
    const reasons = syncRun.entries.map(
      ({ outcome, reason }: { outcome: string; reason: string }) => `${outcome}: ${reason}`,
    );
    expect(reasons[0]).toBe(
      'unchanged: chat_api carries it with every request, its systemPrompt cut to fit 8 KB',
    );
    expect(reasons[1]).toContain('not all 3 fit 32 KB');
    expect(reasons[3]).toBe('failed: larger than 32 KB: it can never be carried');
  });

  it('waits for a worker’s sweep when the queue is away', async () => {
    const alone = openAdmin();
    alone.losesTheQueue();
    const { path } = await mintTenantWithKeys(alone);
    const { status, body } = await alone.call('POST', `${path}/config/sync`);
    expect([status, body.syncRun.status]).toEqual([202, 'queued']);
    const due = await alone.database.platform.syncWork.due(alone.clock.now(), 100_000);
    expect(due.map(({ syncRunId }) => syncRunId)).toContain(body.syncRun.id);
    await alone.close();
  });

  it('asked for twice is one run', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const ids = await Promise.all(
      [1, 2, 3].map(async () => (await admin.call('POST', `${path}/config/sync`)).body.syncRun.id),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('needs an engine: 422 for a tenant without a Botpress connection', async () => {
    const bare = openAdmin({ installation: { botpress: null } });
    const { path } = await mintTenantWithKeys(bare);
    const refused = await bare.call('POST', `${path}/config/sync`);
    expect([refused.status, refused.body.error.code]).toEqual([422, 'unprocessable']);
    const generic = { dialect: 'generic', endpointUrl: 'https://bot.example/in', webhookSecrets: ['x'] };
    await bare.call('PUT', `${path}/connections`, { body: { botpress: generic } });
    expect((await bare.call('POST', `${path}/config/sync`)).status).toBe(202);
    await bare.close();
  });
});

describe('a write', () => {
  const settings = { token: 't', botId: 'b' };
  const cloud = { installation: { botpress: { dialect: 'chat_api' as const, settings } } };

  it('starts a sync by itself, one for a burst of them, where there is a cloud to sync to', async () => {
    const own = openAdmin(cloud);
    const { path, tenantId } = await mintTenantWithKeys(own);
    const at = own.clock.now().getTime();
    const runs = async () => (await own.database.enter(tenantId).syncRuns.list({ limit: 10 })).items;
    await own.call('PUT', `${path}/config`, { body: { config: { botName: 'One' } } });
    own.clock.advance(3_000);
    await own.call('POST', `${path}/knowledge-base`, { body: { knowledgeBase: [entry('a')] } });
    expect(await runs()).toMatchObject([
      { status: 'queued', configVersion: 2, dueAt: new Date(at + 8_000), total: 0 },
    ]);
    expect(own.told.jobs).toEqual([]);
    const ordered = await own.call('POST', `${path}/config/sync`);
    expect(await runs()).toMatchObject([{ id: ordered.body.syncRun.id, dueAt: new Date(at + 3_000) }]);
    await own.close();
  });

  it('that fails starts none', async () => {
    const own = openAdmin(cloud);
    const { path, tenantId } = await mintTenantWithKeys(own);
    const headers = { 'if-match': '7' };
    const refused = await own.call('PUT', `${path}/config`, { body: { config: { botName: 'x' } }, headers });
    expect(refused.status).toBe(409);
    expect((await own.database.enter(tenantId).syncRuns.list({ limit: 10 })).items).toEqual([]);
    await own.close();
  });

  it('starts none where everything travels with each request', async () => {
    const { path, tenantId } = await mintTenantWithKeys(admin);
    await admin.call('PUT', `${path}/config`, { body: { config: { botName: 'x' } } });
    expect((await admin.database.enter(tenantId).syncRuns.list({ limit: 10 })).items).toEqual([]);
  });
});

describe('a sync of all tenants', () => {
  it('goes page by page, and queues what is not known to be in place', async () => {
    // A database of its own: the tenants of other tests are not to be touched.
    const scratch = await createScratchDatabase(testDatabaseUrl());
    const alone = openAdmin({ databaseUrl: scratch.url });
    const botpress = { dialect: 'generic', endpointUrl: 'https://bot.example/in', webhookSecrets: ['x'] };
    for (const body of [{ botpress }, null, { botpress }, null, null]) {
      const { path } = await mintTenantWithKeys(alone);
      if (body !== null) await alone.call('PUT', `${path}/connections`, { body });
    }
    const all = async () => {
      const pages = [];
      let cursor: string | null = null;
      do {
        const page = { limit: 2, ...(cursor !== null && { cursor }) };
        const { body } = await alone.call('POST', '/api/chatbot/sync', { body: page });
        pages.push([body.queued, body.underWay, body.carried]);
        cursor = body.nextCursor;
      } while (cursor !== null);
      return pages;
    };
    expect(await all()).toEqual([
      [1, 0, 1],
      [1, 0, 1],
      [0, 0, 1],
    ]);
    expect(await all()).toEqual([
      [0, 1, 1],
      [0, 1, 1],
      [0, 0, 1],
    ]);
    expect((await alone.call('GET', '/api/chatbot/sync')).body).toEqual({ queued: 2, running: 0 });
    await alone.close();
    await scratch.drop();
  });
});
