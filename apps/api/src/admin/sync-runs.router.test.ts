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

  it('of all tenants goes page by page, and queues what is not known to be in place', async () => {
    const { tenantId } = await mintTenantWithKeys(admin);
    const botpress = { dialect: 'generic', endpointUrl: 'https://bot.example/in', webhookSecrets: ['x'] };
    await admin.call('PUT', `/api/chatbot/tenants/${tenantId}/connections`, { body: { botpress } });
    const page = async (body: object) => (await admin.call('POST', '/api/chatbot/sync', { body })).body;
    const all = async (deep: boolean) => {
      const sums = { queued: 0, carried: 0, unchanged: 0 };
      let cursor: string | undefined;
      do {
        const { nextCursor, ...counts } = await page({ limit: 50, deep, ...(cursor && { cursor }) });
        for (const name of ['queued', 'carried', 'unchanged'] as const) sums[name] += counts[name];
        cursor = nextCursor ?? undefined;
      } while (cursor !== undefined);
      return sums;
    };
    const first = await all(false);
    expect(first.queued).toBeGreaterThan(0);
    expect(first.carried).toBeGreaterThan(0);
    const { queued, running } = (await admin.call('GET', '/api/chatbot/sync')).body;
    expect([queued > 0, running]).toEqual([true, expect.any(Number)]);
    expect((await all(false)).queued).toBe(0);
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
