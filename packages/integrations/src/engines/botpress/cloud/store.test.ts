import { describe, expect, it, vi } from 'vitest';
import { note, openCloud, tags } from '../../../../test/open-cloud.ts';

describe('files, through the official client', () => {
  it('are uploaded, indexed in their own time and found by their tags', async () => {
    const { store, fake, bot } = await openCloud({ indexingMs: null });
    const file = await store.files.put(note('kb/t1/a.md', '# Returns\n\nWithin 30 days.'));
    expect((await store.files.get(file.id))?.status).toBe('indexing_pending');
    expect(await store.files.search({ query: 'returns', tags: tags('t1'), limit: 5 })).toEqual([]);
    fake.finishIndexing();
    expect((await store.files.get(file.id))?.status).toBe('indexing_completed');
    const [passage] = await store.files.search({ query: 'returns', tags: tags('t1'), limit: 5 });
    expect(passage).toMatchObject({ fileKey: 'kb/t1/a.md', fileTags: { tenantId: 't1' } });
    expect(passage?.content).toContain('Within 30 days.');
    expect(fake.files(bot.botId)).toHaveLength(1);
  });

  it('are listed over all pages, and only those that carry every tag', async () => {
    const { store, fake } = await openCloud();
    for (let count = 0; count < 205; count += 1) await store.files.put(note(`kb/t1/${count}.md`, 'x'));
    await store.files.put(note('kb/t2/0.md', 'x', 't2'));
    const listed = await store.files.list({ tags: tags('t1') });
    expect(new Set(listed.map(({ key }) => key)).size).toBe(205);
    expect(listed.every((file) => file.tags.tenantId === 't1')).toBe(true);
    expect(fake.counters()['file.list']).toBe(3);
  });

  it('are listed also where pages may not be as large as asked for', async () => {
    const { store } = await openCloud({ pageSizeMax: 50 });
    for (let count = 0; count < 25; count += 1) await store.files.put(note(`kb/t1/${count}.md`, 'x'));
    expect(await store.files.list({ tags: tags('t1') })).toHaveLength(25);
  });

  it('are read many at a time by their ids', async () => {
    const { store, fake } = await openCloud();
    const ids = [];
    for (let count = 0; count < 60; count += 1) {
      ids.push((await store.files.put(note(`kb/t1/${count}.md`, 'x'))).id);
    }
    const found = await store.files.getMany(['file_gone', ...ids]);
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set(ids));
    expect(fake.counters()['file.list']).toBe(4);
    expect(await store.files.getMany([])).toEqual([]);
  });

  it('keep their id when they are put again', async () => {
    const { store, fake, bot } = await openCloud();
    const first = await store.files.put(note('kb/t1/a.md', 'old'));
    const second = await store.files.put(note('kb/t1/a.md', 'new \ud800 ü'));
    expect(second.id).toBe(first.id);
    expect(fake.files(bot.botId).map(({ content }) => content)).toEqual(['new \ufffd ü']);
  });

  it('may be empty', async () => {
    const { store, fake, bot } = await openCloud();
    await store.files.put(note('kb/t1/a.md', ''));
    expect(fake.files(bot.botId)[0]?.status).toBe('indexing_pending');
  });

  it('say why their indexing failed', async () => {
    const { store, fake } = await openCloud();
    fake.knobs.failIndexing = () => 'the quota is used up';
    const { id } = await store.files.put(note('kb/t1/a.md', 'x'));
    expect(await store.files.get(id)).toMatchObject({
      status: 'indexing_failed',
      failedReason: 'the quota is used up',
    });
  });

  it('can be deleted twice and are then nobody’s', async () => {
    const { store } = await openCloud();
    const { id } = await store.files.put(note('kb/t1/a.md', 'x'));
    await store.files.delete(id);
    await store.files.delete(id);
    expect(await store.files.get(id)).toBeNull();
  });

  it('are searched with a query that fits', async () => {
    const { store } = await openCloud();
    await store.files.put(note('kb/t1/a.md', 'returns'));
    const query = `returns ${'ü'.repeat(2_000)}`;
    expect(await store.files.search({ query, tags: tags('t1'), limit: 500 })).toHaveLength(1);
  });
});

describe('knowledge bases and tables, through the official client', () => {
  it('keep what was created', async () => {
    const { store } = await openCloud({ pageSize: 1 });
    const first = await store.knowledgeBases.create({ name: 'One', tags: tags('t1') });
    const second = await store.knowledgeBases.create({ name: 'Two', tags: tags('t2') });
    expect((await store.knowledgeBases.list()).map(({ id }) => id)).toEqual([first.id, second.id]);
  });

  it('hold one row per key', async () => {
    const { store } = await openCloud();
    const table = 'TandemConfigTable';
    const columns = { tenantId: 'string', version: 'number' } as const;
    await store.tables.ensure({ table, keyColumn: 'tenantId', columns });
    await store.tables.ensure({ table, keyColumn: 'tenantId', columns });
    for (const version of [1, 2]) {
      await store.tables.upsert({ table, keyColumn: 'tenantId', rows: [{ tenantId: 't1', version }] });
    }
    const rows = await store.tables.find({ table, where: { tenantId: 't1' }, limit: 5 });
    expect(rows).toMatchObject([{ tenantId: 't1', version: 2 }]);
  });

  it('refuse a row in a successful answer, which is a failure', async () => {
    const { store, fake } = await openCloud();
    const table = 'TandemConfigTable';
    await store.tables.ensure({ table, keyColumn: 'tenantId', columns: { tenantId: 'string' } });
    fake.knobs.rowErrors = ['row 0: too large'];
    const upsert = store.tables.upsert({ table, keyColumn: 'tenantId', rows: [{ tenantId: 't1' }] });
    await expect(upsert).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('row 0'),
    });
  });
});

describe('a request that fails', () => {
  it.each(['drop', 'fail', 'rate-limit', 'cut-after-store'] as const)(
    'is sent again after a wait: %s',
    async (name) => {
      const { store, fake, waits, bot } = await openCloud();
      fake.faults.set({ direction: 'request', name, rate: 1, times: 2 });
      await store.files.put(note('kb/t1/a.md', 'x'));
      expect(fake.files(bot.botId)).toHaveLength(1);
      expect(waits).toHaveLength(2);
    },
  );

  it('is given up after four attempts, each of which asked the budget', async () => {
    const budget = vi.fn(async () => {});
    const { store, fake } = await openCloud({ pace: { budget } });
    fake.faults.set({ direction: 'request', name: 'fail', rate: 1 });
    await expect(store.files.get('file_1')).rejects.toMatchObject({ kind: 'failed', status: 500 });
    expect(budget).toHaveBeenCalledTimes(4);
  });

  it('is not sent at all when the budget says no', async () => {
    const budget = () => Promise.reject(new Error('the run is over'));
    const { store, fake } = await openCloud({ pace: { budget } });
    await expect(store.files.get('file_1')).rejects.toThrow('the run is over');
    expect(fake.counters()).toEqual({});
  });

  it('waits as long as a used-up rate asks for', async () => {
    let nowMs = 50_000;
    const { store, fake, bot, waits } = await openCloud({ perMinuteMax: 2, now: () => nowMs });
    await store.files.get('file_1');
    await store.files.get('file_1');
    const refused = store.files.get('file_1');
    await expect(refused).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 10_000 });
    expect(waits).toEqual([10_000, 10_000, 10_000]);
    nowMs += 10_000;
    expect(await store.files.get('file_1')).toBeNull();
    expect(fake.busiestMinute(bot.botId)).toBe(6);
  });
});

describe('who we say we are', () => {
  it('is what was given and nothing of the process’s environment', async () => {
    const { cloud, bot, url } = await openCloud();
    const names = [
      'BP_TOKEN',
      'BP_BOT_ID',
      'BP_WORKSPACE_ID',
      'BP_INTEGRATION_ID',
      'BP_API_URL',
      'HTTP_PROXY',
    ];
    for (const name of names) vi.stubEnv(name, 'http://leaked.example.test');
    try {
      const store = cloud.openStore({ ...bot, apiUrl: url });
      expect(await store.files.list({ tags: {} })).toEqual([]);
    } finally {
      vi.unstubAllEnvs();
    }
  });

  it('must be complete, and the complaint shows no value', async () => {
    const { cloud } = await openCloud();
    expect(() => cloud.openStore({ token: 'secret-token' })).toThrow('botId is missing');
    expect(() => cloud.openAdmin({ workspaceId: 'w' })).toThrow('token is missing');
  });

  it.each([
    ['a wrong token', { token: 'wrong' }, 'unauthorized'],
    ['a key of another bot', { botId: 'another' }, 'rejected'],
  ])('is refused with %s', async (_, wrong, kind) => {
    const { cloud, bot, url } = await openCloud();
    const store = cloud.openStore({ ...bot, apiUrl: url, ...wrong });
    await expect(store.files.list({ tags: {} })).rejects.toMatchObject({ kind });
  });

  it('reaches no private address unless that is allowed', async () => {
    const { store, fake } = await openCloud({ allowPrivate: false });
    await expect(store.files.list({ tags: {} })).rejects.toMatchObject({ kind: 'rejected' });
    expect(fake.counters()).toEqual({});
  });
});
