import { openTestDatabase } from '@tandem/testkit/database';
import { openSyncStage, type SyncStage } from '@tandem/testkit/sync-stage';
import { mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { countOutcomes, entry, readRun, syncOnce, writeKnowledge } from '../../test/sync-tenants.ts';
import { entryFile } from './entry-file.ts';
import { runSync } from './run-sync.ts';

const database = openTestDatabase();
const stages: SyncStage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});
afterAll(() => database.close());

async function openStage(options: Parameters<typeof openSyncStage>[1] = {}) {
  const stage = await openSyncStage(database, options);
  stages.push(stage);
  return stage;
}

/** A tenant with a bot of its own and these questions. */
async function openOwn(questions: string[], options: Parameters<typeof openSyncStage>[1] = {}) {
  const stage = await openStage(options);
  const botpress = stage.bot();
  const minted = await mintTenant(database, {
    botpress,
    config: { botName: 'Harbor' },
    knowledgeBase: questions.map((question) => entry(question)),
  });
  return { ...minted, stage, botpress, botId: botpress.botId, fake: stage.fake };
}

describe('a sync of a tenant with a bot of its own', () => {
  it('puts each entry into the tenant’s knowledge base and the configuration into the table', async () => {
    const { stage, scope, fake, botId, tenantId } = await openOwn(['Returns?', 'Opening hours?'], {
      indexingMs: 2_000,
    });
    const run = await syncOnce(stage, scope);
    expect(run).toMatchObject({ status: 'succeeded', total: 3, done: 3, failed: 0 });
    expect(countOutcomes(run)).toEqual({ uploaded: 3 });
    const files = fake.files(botId);
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(file).toMatchObject({ status: 'indexing_completed', contentType: 'text/markdown' });
      expect(file.key).toBe(`kb/${tenantId}/${file.tags.entryId}.md`);
      const { kbId } = file.tags;
      expect(file.tags).toMatchObject({ source: 'knowledge-base', tenantId, managedBy: 'tandem' });
      expect(kbId).toMatch(/^kb_/);
    }
    expect(files.map(({ tags, content }) => [tags.title, content])).toContainEqual([
      'Returns?',
      '# Returns?\n\nAn answer.\n',
    ]);
    expect(fake.table(botId, 'TandemConfigTable')?.rows).toMatchObject([{ tenantId, botName: 'Harbor' }]);
  });

  it('uploads exactly one file after one edited entry, and takes the old one away last', async () => {
    const questions = ['One?', 'Two?', 'Three?'];
    const { stage, scope, fake, botId } = await openOwn(questions);
    await syncOnce(stage, scope);
    const before = fake.counters();
    await writeKnowledge(stage, scope, [entry('One?'), entry('Two?', 'Edited.'), entry('Three?')]);
    const run = await syncOnce(stage, scope);
    expect(countOutcomes(run)).toEqual({ unchanged: 3, uploaded: 1, deleted: 1 });
    const after = fake.counters();
    expect((after['file.upload'] ?? 0) - (before['file.upload'] ?? 0)).toBe(1);
    expect((after['row.upsert'] ?? 0) - (before['row.upsert'] ?? 0)).toBe(0);
    expect(fake.files(botId).filter(({ content }) => content.includes('Edited.'))).toHaveLength(1);
    expect(fake.files(botId)).toHaveLength(3);
  });

  it('changes nothing the second time', async () => {
    const { stage, scope, fake } = await openOwn(['One?', 'Two?']);
    await syncOnce(stage, scope);
    const { 'file.upsert': uploads } = fake.counters();
    expect(countOutcomes(await syncOnce(stage, scope))).toEqual({ unchanged: 3 });
    expect(fake.counters()['file.upsert']).toBe(uploads);
    expect(fake.counters()['base.create']).toBe(1);
  });

  it('deletes nothing before everything new can be searched', async () => {
    let stage: SyncStage | null = null;
    let botId = '';
    const seen: number[] = [];
    const opened = await openOwn(['Old?'], {
      indexingMs: 4_000,
      onWait: () =>
        void seen.push(stage?.fake.files(botId).filter(({ key }) => key.includes('kb/')).length ?? 0),
    });
    ({ stage, botId } = opened);
    await syncOnce(opened.stage, opened.scope);
    seen.length = 0;
    await writeKnowledge(opened.stage, opened.scope, [entry('New?')]);
    await syncOnce(opened.stage, opened.scope);
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen)).toEqual(new Set([2]));
    expect(opened.fake.files(botId).map(({ tags }) => tags.title)).toEqual(['New?']);
  });

  it('repairs what somebody changed in the bot, and leaves alone what is not ours', async () => {
    const { stage, scope, fake, botId, botpress } = await openOwn(['One?', 'Two?']);
    await syncOnce(stage, scope);
    const store = stage.context.cloud.openStore(botpress);
    const [first] = fake.files(botId);
    await store.files.delete(first?.id ?? '');
    await store.files.put({
      key: 'manual.md',
      content: 'x',
      contentType: 'text/markdown',
      tags: { source: 'me' },
    });
    const run = await syncOnce(stage, scope);
    expect(countOutcomes(run)).toEqual({ unchanged: 2, uploaded: 1 });
    expect(fake.files(botId).map(({ key }) => key)).toContain('manual.md');
  });
});

describe('a sync that meets trouble', () => {
  it('says why an entry failed, and does not call the run a success', async () => {
    const { stage, scope, fake } = await openOwn(['Good?', 'Bad?']);
    fake.knobs.failIndexing = ({ content }) => (content.includes('Bad?') ? 'no vectors left' : null);
    const run = await syncOnce(stage, scope);
    expect(run).toMatchObject({ status: 'failed', total: 3, done: 2, failed: 1 });
    expect(run.entries.find(({ outcome }) => outcome === 'failed')?.reason).toBe(
      'not indexed: no vectors left',
    );
    expect(await scope.syncState.read()).toBeNull();
    fake.knobs.failIndexing = () => null;
    expect(countOutcomes(await syncOnce(stage, scope))).toEqual({ unchanged: 2, uploaded: 1 });
  });

  it('does not take an upload for a success when it is never indexed', async () => {
    const { stage, scope } = await openOwn(['Stuck?'], { indexingMs: null });
    const run = await syncOnce(stage, scope);
    expect(run.status).toBe('failed');
    expect(run.entries.map(({ reason }) => reason)).toContain('not searchable after 5 minutes');
  });

  it('fails at once with words when the token is refused', async () => {
    const stage = await openStage();
    const { scope } = await mintTenant(database, { botpress: { ...stage.bot(), token: 'wrong' } });
    const run = await syncOnce(stage, scope);
    expect(run).toMatchObject({ status: 'failed', failed: 1 });
    expect(run.entries).toEqual([
      { key: 'engine', outcome: 'failed', reason: expect.stringContaining('refused the token (401)') },
    ]);
  });

  it('is given back when Botpress is away, and goes on later by itself', async () => {
    const { stage, scope, fake, botId, tenantId } = await openOwn(['One?', 'Two?']);
    fake.faults.set({ direction: 'request', name: 'rate-limit', rate: 1, times: 4, only: ['file.list'] });
    stage.context.cloud = impatient(stage);
    const first = await syncOnce(stage, scope);
    expect(first).toMatchObject({ status: 'running' });
    expect(first.dueAt?.getTime()).toBeGreaterThan(stage.clock.now().getTime());
    fake.faults.clear();
    stage.clock.set(first.dueAt ?? stage.clock.now());
    await runSync(stage.context, { tenantId, syncRunId: first.id });
    expect(await readRun(scope, first.id)).toMatchObject({ status: 'succeeded', done: 3 });
    expect(fake.files(botId)).toHaveLength(2);
  });

  it('goes on where a killed worker stopped, and uploads nothing twice', async () => {
    const { stage, scope, fake, botpress, tenantId } = await openOwn(['One?', 'Two?']);
    const { files, knowledgeBases } = stage.context.cloud.openStore(botpress);
    const { id } = await scope.syncRuns.request({
      configVersion: 1,
      actor: testActor,
      now: stage.clock.now(),
    });
    const dead = { name: 'dead', leaseMs: 300, now: stage.clock.now() };
    const lease = await scope.syncRuns.claim(id, dead);
    if (!lease) throw new Error('the run was not claimed');
    const base = await knowledgeBases.create({ name: 'Tandem', tags: { managedBy: 'tandem', tenantId } });
    const [first] = await scope.knowledge.list();
    if (!first) throw new Error('there is no entry');
    const file = entryFile({ tenantId, entryId: first.id, entry: first, knowledgeBaseId: base.id });
    await files.put({ ...file, contentType: 'text/markdown' });
    const entries = [{ key: file.entryKey, outcome: 'uploaded' as const }];
    await scope.syncRuns.progress(id, lease, { total: 3, done: 1, failed: 0, entries });
    await expect
      .poll(async () => {
        await runSync(stage.context, { tenantId, syncRunId: id });
        return (await readRun(scope, id)).status;
      })
      .toBe('succeeded');
    const run = await readRun(scope, id);
    expect(countOutcomes(run)).toEqual({ uploaded: 3 });
    expect(fake.counters()['file.upload']).toBe(2);
  });

  it('shows how much there is to do and how far it is', async () => {
    const seen: string[] = [];
    const opened = await openOwn(['One?', 'Two?'], {
      indexingMs: 1_000,
      onWait: async () => {
        const [run] = (await opened.scope.syncRuns.list({ limit: 1 })).items;
        seen.push(`${run?.status} ${run?.done}/${run?.total}`);
      },
    });
    await syncOnce(opened.stage, opened.scope);
    expect(seen[0]).toBe('running 0/3');
  });

  it('asks the bot’s budget before every single request', async () => {
    const { stage, scope, fake, botId, tenantId } = await openOwn(['One?', 'Two?']);
    const asked: unknown[] = [];
    stage.context.takeBudget = async (input) => void asked.push(input);
    await syncOnce(stage, scope);
    const requests = Object.values(fake.counters()).reduce((sum, count) => sum + count, 0);
    expect(asked).toEqual(Array.from({ length: requests }, () => ({ tenantId, botId })));
  });

  it('is cancelled for a suspended tenant', async () => {
    const { stage, scope, tenantId, fake } = await openOwn(['One?']);
    const now = stage.clock.now();
    await database.platform.tenants.patch(tenantId, { status: 'suspended', actor: testActor, now });
    expect((await syncOnce(stage, scope)).status).toBe('cancelled');
    expect(fake.counters()).toEqual({});
  });

  it('is handed back when the process stops', async () => {
    const { stage, scope } = await openOwn(['One?']);
    stage.context.signal = AbortSignal.abort();
    const run = await syncOnce(stage, scope);
    expect([run.status, run.dueAt]).toEqual(['running', stage.clock.now()]);
  });
});

/** The same cloud without our own waits between attempts. */
function impatient({ context }: SyncStage) {
  const { cloud } = context;
  return {
    ...cloud,
    openStore: (settings: Record<string, unknown>, pace = {}) =>
      cloud.openStore(settings, { ...pace, attemptsMax: 1 }),
  };
}
