import { testActor } from '@tandem/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const entry = (question: string, answer = 'a') => ({ question, answer, tags: [] });

/** Four versions: two of the settings, then the knowledge base twice. */
async function mintVersions() {
  const minted = await mintTenantWithKeys(admin);
  const config = `${minted.path}/config`;
  const put = (body: object) => admin.call('PUT', config, { body });
  await put({ config: { botName: 'A', language: 'de' } });
  await put({ config: { botName: 'B' } });
  await put({ knowledgeBase: [entry('one'), entry('two')] });
  await put({ knowledgeBase: [entry('two', 'other'), entry('three')] });
  return { ...minted, config };
}

describe('versions of a configuration', () => {
  it('are listed newest first, each with who wrote it and what it changed', async () => {
    const { config } = await mintVersions();
    const { body } = await admin.call('GET', `${config}/versions?limit=3`);
    const seen = body.versions.map((one: { version: number; changed: string }) => [one.version, one.changed]);
    expect(seen).toEqual([
      [4, 'the knowledge base'],
      [3, 'the knowledge base'],
      [2, 'botName'],
    ]);
    expect(body.versions[0]).toMatchObject({ actor: 'platform', restoredFrom: null });
    const rest = await admin.call('GET', `${config}/versions?limit=3&cursor=${body.nextCursor}`);
    expect(rest.body).toMatchObject({
      versions: [{ version: 1, changed: 'botName, language' }],
      nextCursor: null,
    });
    const one = await admin.call('GET', `${config}/versions/3`);
    expect(one.body).toMatchObject({ version: 3, config: { botName: 'B' }, knowledge: { entries: 2 } });
    expect((await admin.call('GET', `${config}/versions/9`)).status).toBe(404);
  });

  it('are compared field by field and question by question', async () => {
    const { config } = await mintVersions();
    const { body } = await admin.call('GET', `${config}/diff?from=1`);
    expect(body).toMatchObject({ from: 1, to: 4, config: [{ field: 'botName', before: 'A', after: 'B' }] });
    expect(body.knowledge).toMatchObject({ added: 2, removed: 0, changed: 0 });
    const between = (await admin.call('GET', `${config}/diff?from=3&to=4`)).body;
    expect(between.config).toEqual([]);
    expect(between.knowledge).toEqual({
      added: 1,
      removed: 1,
      changed: 1,
      entries: [
        { change: 'removed', question: 'one' },
        { change: 'changed', question: 'two' },
        { change: 'added', question: 'three' },
      ],
      leftOut: 0,
    });
  });

  it('come back as a new one, settings and knowledge, or the settings alone', async () => {
    const { config } = await mintVersions();
    const kept = await admin.call('POST', `${config}/rollback`, { body: { version: 1, knowledge: 'keep' } });
    expect(kept.body).toMatchObject({ version: 5, config: { botName: 'A', language: 'de' } });
    expect(kept.body.knowledgeBase).toEqual([entry('two', 'other'), entry('three')]);
    const back = await admin.call('POST', `${config}/rollback`, { body: { version: 3 } });
    expect(back.body).toMatchObject({ version: 6, config: { botName: 'B' } });
    expect(back.body.knowledgeBase).toEqual([entry('one'), entry('two')]);
    const again = await admin.call('POST', `${config}/rollback`, { body: { version: 5 } });
    expect(again.body.knowledgeBase).toEqual([entry('two', 'other'), entry('three')]);
    const { versions } = (await admin.call('GET', `${config}/versions?limit=1`)).body;
    expect(versions[0]).toMatchObject({
      restoredFrom: 5,
      changed: expect.stringMatching(/^back to version 5: botName/),
    });
  });

  it.each([
    ['config', 'PUT', { config: { botName: 'Z' } }],
    ['config/rollback', 'POST', { version: 1 }],
    ['knowledge-base', 'POST', { knowledgeBase: [] }],
  ])('are not written over one that the caller has not seen: %s', async (place, method, body) => {
    const { path } = await mintVersions();
    const write = (version: string) =>
      admin.call(method, `${path}/${place}`, { body, headers: { 'if-match': version } });
    const stale = await write('3');
    expect([stale.status, stale.body.error.message]).toEqual([409, expect.stringContaining('version 4')]);
    expect((await write('"4"')).status).toBe(200);
  });

  it('keep the knowledge of the last hundred, and say so of older ones', { timeout: 120_000 }, async () => {
    const { tenantId, config } = await mintVersions();
    const { config: written } = admin.database.enter(tenantId);
    const rights = { patch: {}, installation: null, mayClaimDefault: false, actor: testActor };
    const startMs = admin.clock.now().getTime();
    for (let n = 0; n < 100; n += 1) {
      const knowledgeBase = [entry(`q ${n}`), entry('stays')];
      await written.write({ ...rights, knowledgeBase, now: new Date(startMs + (n + 1) * 1_000) });
    }
    expect((await admin.call('GET', `${config}/versions/3`)).body.knowledge.entries).toBeNull();
    expect((await admin.call('GET', `${config}/diff?from=3`)).body.knowledge).toBeNull();
    const refused = await admin.call('POST', `${config}/rollback`, { body: { version: 3 } });
    expect([refused.status, refused.body.error.message]).toEqual([422, expect.stringContaining('"keep"')]);
    const kept = await admin.call('POST', `${config}/rollback`, { body: { version: 6 } });
    expect(kept.body.knowledgeBase).toEqual([entry('q 1'), entry('stays')]);
  });
});
