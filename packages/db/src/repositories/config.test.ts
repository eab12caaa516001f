import { openTestDatabase } from '@tandem/testkit/database';
import { mintChatwoot, mintTenant, testActor, testSealer } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';

const database = openTestDatabase();
afterAll(() => database.close());

const now = new Date('2026-03-02T09:00:00.000Z');
const base = { actor: testActor, now, installation: null, mayClaimDefault: false };
const entry = (question: string, answer = 'Yes.', tags: string[] = []) => ({ question, answer, tags });

/** A Chatwoot of its own, so that tests do not claim each other's inboxes. */
function mintDefault() {
  const { baseUrl, accountId, inboxId } = mintChatwoot();
  return { installation: { baseUrl, accountId }, inbox: String(inboxId), inboxId };
}

describe('config.write', () => {
  it('replaces given fields, leaves others and resets on null, a version at a time', async () => {
    const { scope } = await mintTenant(database);
    expect(await scope.config.read()).toEqual({ config: {}, version: 0 });
    await scope.config.write({ ...base, patch: { botName: 'Ada', language: 'de', settleMs: 10 } });
    const second = await scope.config.write({ ...base, patch: { botName: 'Bo', language: null } });
    expect(second).toMatchObject({ config: { botName: 'Bo', settleMs: 10 }, version: 2 });
    expect(await scope.config.read()).toEqual({ config: { botName: 'Bo', settleMs: 10 }, version: 2 });
    expect(await scope.configVersions.get(1)).toMatchObject({
      config: { botName: 'Ada', language: 'de', settleMs: 10 },
      actor: 'platform',
      createdAt: now,
    });
  });

  it('refuses a writer who has not seen the newest version, and changes nothing', async () => {
    const { scope, tenantId } = await mintTenant(database, { config: { botName: 'Ada' } });
    const before = await database.platform.snapshots.load(tenantId);
    const stale = scope.config.write({ ...base, patch: { botName: 'Bo' }, expectedVersion: 0 });
    await expect(stale).rejects.toMatchObject({ code: 'conflict' });
    expect(await database.platform.snapshots.load(tenantId)).toEqual(before);
    const seen = scope.config.write({ ...base, patch: { botName: 'Bo' }, expectedVersion: 1 });
    expect(await seen).toMatchObject({ version: 2 });
  });

  it('gives concurrent writers a version each', async () => {
    const { scope, tenantId } = await mintTenant(database);
    const writes = Array.from({ length: 8 }, (_, index) =>
      scope.config.write({ ...base, patch: { settleMs: index } }),
    );
    const versions = (await Promise.all(writes)).map(({ version }) => version);
    expect(versions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await database.platform.tenants.revision(tenantId)).toBe(9);
  });

  it('bumps the revision and leaves an audit row, in the feed of changes too', async () => {
    const { scope, tenantId } = await mintTenant(database);
    const { revision } = await scope.config.write({ ...base, patch: { botName: 'Ada' } });
    expect(revision).toBe(2);
    const { items } = await scope.audit.list({ limit: 10 });
    expect(items.at(-1)).toMatchObject({
      actor: 'platform',
      action: 'config.write',
      before: { config: {}, version: 0 },
      after: { config: { botName: 'Ada' }, version: 1 },
    });
    expect(await database.platform.snapshots.changedSince(now)).toContainEqual({ tenantId, revision: 2 });
    expect(await database.platform.snapshots.changedSince(new Date(Date.now() + 60_000))).toEqual([]);
  });
});

describe('the knowledge base', () => {
  it('is replaced as a whole, in order, keeping the ids of unchanged entries', async () => {
    const { scope } = await mintTenant(database, {
      knowledgeBase: [entry('a'), entry('b', 'B', ['x']), entry('c')],
    });
    const before = await scope.knowledge.list();
    await scope.config.write({
      ...base,
      patch: {},
      knowledgeBase: [entry('c'), entry('new'), entry('b', 'B', ['x'])],
    });
    const after = await scope.knowledge.list();
    expect(after.map(({ question }) => question)).toEqual(['c', 'new', 'b']);
    expect(after[0]?.id).toBe(before[2]?.id);
    expect(after[2]).toEqual(before[1]);
    expect(after[1]?.contentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('stays when a write does not mention it, and its hash with it', async () => {
    const { scope } = await mintTenant(database, { knowledgeBase: [entry('a')] });
    await scope.config.write({ ...base, patch: { botName: 'Ada' } });
    expect(await scope.knowledge.list()).toHaveLength(1);
    const [one, two] = [await scope.configVersions.get(1), await scope.configVersions.get(2)];
    expect(two?.knowledgeHash).toBe(one?.knowledgeHash);
    await scope.config.write({ ...base, patch: {}, knowledgeBase: [] });
    expect(await scope.knowledge.list()).toEqual([]);
  });

  it('holds the same entry twice when it is given twice, and lone surrogates as U+FFFD', async () => {
    const { scope } = await mintTenant(database);
    const knowledgeBase = [entry('a'), entry('a'), entry('\ud800?')];
    await scope.config.write({ ...base, patch: {}, knowledgeBase });
    const before = await scope.knowledge.list();
    await scope.config.write({ ...base, patch: {}, knowledgeBase });
    expect(await scope.knowledge.list()).toEqual(before);
    expect(new Set(before.map(({ id }) => id)).size).toBe(3);
    expect(before[2]?.question).toBe('\ufffd?');
  });

  it('takes 10,000 entries, and a reversal of them', async () => {
    const { scope } = await mintTenant(database);
    const knowledgeBase = Array.from({ length: 10_000 }, (_, index) =>
      entry(`question ${index}`, 'x'.repeat(300)),
    );
    await scope.config.write({ ...base, patch: {}, knowledgeBase });
    const before = await scope.knowledge.list();
    await scope.config.write({ ...base, patch: {}, knowledgeBase: knowledgeBase.toReversed() });
    expect(await scope.knowledge.list()).toEqual(before.toReversed());
  });
});

describe('inbox claims by configuration', () => {
  it('give the inbox of the default Chatwoot to the tenant, and back', async () => {
    const { installation, inbox, inboxId } = mintDefault();
    const { scope, tenantId } = await mintTenant(database);
    const rights = { ...base, installation, mayClaimDefault: true };
    await scope.config.write({ ...rights, patch: { chatwootInboxId: inbox } });
    const snapshot = await database.platform.snapshots.load(tenantId);
    expect(snapshot?.chatwoot).toMatchObject({
      source: 'default',
      active: true,
      accountId: installation.accountId,
    });
    const address = { installation: `${installation.baseUrl}/`, accountId: installation.accountId, inboxId };
    expect(await database.platform.inboxRoutes.find(address)).toEqual({
      tenantId,
      connectionId: snapshot?.chatwoot?.id,
    });
    await scope.config.write({ ...rights, mayClaimDefault: false, patch: { botName: 'no new claim' } });
    await scope.config.write({ ...rights, mayClaimDefault: false, patch: { chatwootInboxId: null } });
    expect(await database.platform.inboxRoutes.find(address)).toBeNull();
    expect((await database.platform.snapshots.load(tenantId))?.chatwoot?.id).toBe(snapshot?.chatwoot?.id);
  });

  it('are a conflict that names the inbox and not its tenant, and leave nothing behind', async () => {
    const { installation, inbox } = mintDefault();
    const rights = { ...base, installation, mayClaimDefault: true };
    const [a, b] = [await mintTenant(database), await mintTenant(database)];
    await a.scope.config.write({ ...rights, patch: { chatwootInboxId: inbox } });
    const second = b.scope.config.write({ ...rights, patch: { chatwootInboxId: inbox, botName: 'B' } });
    await expect(second).rejects.toMatchObject({
      code: 'conflict',
      public: expect.stringContaining(`Inbox ${inbox}`),
    });
    await expect(second).rejects.not.toMatchObject({ public: expect.stringContaining(a.tenantId) });
    expect(await database.platform.snapshots.load(b.tenantId)).toMatchObject({
      revision: 1,
      configVersion: 0,
      chatwoot: null,
    });
  });

  it('go to exactly one of many who want it at once', async () => {
    const { installation, inbox } = mintDefault();
    const tenants = await Promise.all(Array.from({ length: 4 }, () => mintTenant(database)));
    const rights = { ...base, installation, mayClaimDefault: true };
    const claims = tenants.map(({ scope }) =>
      scope.config.write({ ...rights, patch: { chatwootInboxId: inbox } }),
    );
    const outcomes = await Promise.allSettled(claims);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('on the default Chatwoot are for the platform alone', async () => {
    const { installation, inbox } = mintDefault();
    const { scope } = await mintTenant(database);
    const write = scope.config.write({ ...base, installation, patch: { chatwootInboxId: inbox } });
    await expect(write).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('wait for a connection when there is no default Chatwoot', async () => {
    const { scope, tenantId } = await mintTenant(database);
    await scope.config.write({ ...base, patch: { chatwootInboxId: '7' } });
    expect((await database.platform.snapshots.load(tenantId))?.chatwoot).toBeNull();
    expect((await scope.config.read()).config).toEqual({ chatwootInboxId: '7' });
    const { installation } = mintDefault();
    await scope.config.write({ ...base, installation, patch: { botName: 'not about inboxes' } });
    await scope.connections.write({
      ...base,
      installation,
      provider: 'botpress',
      settings: { dialect: 'generic' },
      secretSettings: [],
      sealer: testSealer,
    });
    expect((await database.platform.snapshots.load(tenantId))?.chatwoot).toBeNull();
  });
});
