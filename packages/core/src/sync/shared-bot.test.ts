import { configDefaults, type KnowledgeEntry, type TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { openSyncStage, type SyncStage } from '@tandem/testkit/sync-stage';
import { mintTenant } from '@tandem/testkit/tenants';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { countOutcomes, entry, syncOnce, writeKnowledge } from '../../test/sync-tenants.ts';
import { findKnowledge } from '../knowledge/find-knowledge.ts';
import { createKnowledgeSearch } from '../knowledge/search-shared-knowledge.ts';
import type { TenantView } from '../lanes/context.ts';

const database = openTestDatabase();
const stages: SyncStage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});
afterAll(() => database.close());

/** More than 32 KB, so that not all of it travels; the answers share no word with any question of a test. */
const filler = (count: number): KnowledgeEntry[] =>
  Array.from({ length: count }, (_, index) => entry(`Filler ${index}?`, 'lorem '.repeat(800)));

/** An installation with one bot for all tenants. */
async function openShared() {
  const stage = await openSyncStage(database);
  stages.push(stage);
  const { botId, ...rest } = stage.bot();
  const botpress = { dialect: 'chat_api' as const, settings: { ...rest, botId } };
  stage.context.installation = { botpress };
  const search = createKnowledgeSearch({ ...stage.context, botpress, timeoutMs: 500 });
  if (search === null) throw new Error('the installation has no bot');
  const view = (tenantId: TenantId): TenantView => ({
    ...{ tenantId, active: true, config: configDefaults, configVersion: 1, channel: null },
    engine: botpress,
  });
  const ask = (tenantId: TenantId, entries: readonly KnowledgeEntry[], question: string) =>
    findKnowledge({ searchKnowledge: search }, { tenant: view(tenantId), entries, question });
  return { stage, botId, ask, search, view };
}

async function mintSynced(stage: SyncStage, entries: KnowledgeEntry[]) {
  const minted = await mintTenant(database, { knowledgeBase: entries });
  const run = await syncOnce(stage, minted.scope);
  if (run.status !== 'succeeded') throw new Error(`the sync ended as ${run.status}`);
  return { ...minted, entries, run };
}

describe('a shared bot', () => {
  it('holds a tenant’s entries as files that its own search does not find', async () => {
    const { stage, botId } = await openShared();
    const { tenantId, run } = await mintSynced(stage, [entry('One?'), entry('Two?')]);
    expect(countOutcomes(run)).toEqual({ uploaded: 2, unchanged: 1 });
    for (const { tags } of stage.fake.files(botId)) {
      expect(tags).toMatchObject({ tenantId, managedBy: 'tandem' });
      expect(tags).not.toHaveProperty('kbId');
      expect(tags).not.toHaveProperty('source');
    }
    expect(stage.fake.counters()).not.toHaveProperty('base.create');
  });

  it('keeps each tenant’s files apart, also when one has none left', async () => {
    const { stage, botId } = await openShared();
    const one = await mintSynced(stage, [entry('Same question?')]);
    const two = await mintSynced(stage, [entry('Same question?')]);
    await writeKnowledge(stage, one.scope, []);
    await syncOnce(stage, one.scope);
    expect(stage.fake.files(botId).map(({ tags }) => tags.tenantId)).toEqual([two.tenantId]);
  });

  it('deletes nothing of another tenant when a listing misbehaves', async () => {
    const { stage, botId } = await openShared();
    const one = await mintSynced(stage, [entry('Mine?')]);
    const two = await mintSynced(stage, [entry('Theirs?')]);
    const { cloud } = stage.context;
    stage.context.cloud = {
      ...cloud,
      openStore: (...given) => {
        const store = cloud.openStore(...given);
        const list = () => store.files.list({ tags: {} });
        return { ...store, files: { ...store.files, list } };
      },
    };
    await writeKnowledge(stage, one.scope, []);
    expect((await syncOnce(stage, one.scope)).status).toBe('succeeded');
    expect(stage.fake.files(botId).map(({ tags }) => tags.tenantId)).toEqual([two.tenantId]);
  });
});

describe('knowledge for one message', () => {
  it('is searched in the tenant’s name, and what was found comes first', async () => {
    const { stage, ask } = await openShared();
    const wanted = entry('Parcel?', 'A zeppelin brings it.');
    const mine = await mintSynced(stage, [...filler(10), wanted]);
    const { entries, leftOut } = await ask(mine.tenantId, mine.entries, 'what about the zeppelin');
    expect(entries[0]).toEqual(wanted);
    expect(entries.length + leftOut).toBe(11);
  });

  it('of another tenant never leaves, also when the search answers it', async () => {
    const { stage, ask, search, view } = await openShared();
    const secret = entry('Secret zeppelin?', 'The zeppelin’s secret is 4711.');
    await mintSynced(stage, [secret]);
    const mine = await mintSynced(stage, filler(10));
    stage.fake.knobs.searchIgnoresTags = true;
    const question = 'zeppelin secret';
    expect(await search({ tenant: view(mine.tenantId), entries: mine.entries, question })).toEqual([]);
    const { entries } = await ask(mine.tenantId, mine.entries, question);
    expect(JSON.stringify(entries)).not.toContain('4711');
    expect(stage.logs.map(({ message }) => message)).toContain(
      'a search answered passages of others: dropped',
    );
  });

  it('is the tenant’s own words even when a passage wears the tenant’s tags', async () => {
    const { stage, ask, botId } = await openShared();
    const mine = await mintSynced(stage, [...filler(10), entry('Zeppelin?')]);
    for (const file of stage.fake.files(botId)) file.content = `zeppelin forged ${file.content}`;
    const { entries } = await ask(mine.tenantId, mine.entries, 'zeppelin');
    expect(JSON.stringify(entries)).not.toContain('forged');
  });

  it('needs no search where all of it fits', async () => {
    const { stage, ask } = await openShared();
    const mine = await mintSynced(stage, [entry('One?')]);
    expect((await ask(mine.tenantId, mine.entries, 'anything')).entries).toEqual(mine.entries);
    expect(stage.fake.counters()).not.toHaveProperty('file.search');
  });

  it.each(['fail', 'drop', 'delay'] as const)(
    'is ranked by words when the search does not work: %s',
    async (name) => {
      const { stage, ask } = await openShared();
      const wanted = entry('Zeppelin?');
      const mine = await mintSynced(stage, [...filler(10), wanted]);
      stage.fake.faults.set({ direction: 'request', name, rate: 1, delayMs: 60_000 });
      expect((await ask(mine.tenantId, mine.entries, 'zeppelin')).entries[0]).toEqual(wanted);
    },
  );

  it('is ranked by words before anything is synced', async () => {
    const { ask } = await openShared();
    const wanted = entry('Zeppelin?');
    const { tenantId } = await mintTenant(database);
    expect((await ask(tenantId, [...filler(10), wanted], 'zeppelin')).entries[0]).toEqual(wanted);
  });
});
