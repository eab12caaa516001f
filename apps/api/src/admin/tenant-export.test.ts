import { zExportEnd, zExportStart } from '@tandem/schemas/admin';
import { afterAll, describe, expect, it } from 'vitest';
import { seedIds } from '../../test/matrix/seed-ids.ts';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { seedMessage, seedSession } from '../../test/seed-conversation.ts';

const admin = openAdmin();
afterAll(() => admin.close());

type Line = { type: string } & Record<string, unknown>;

const exported = async (path: string): Promise<Line[]> => {
  const headers = { authorization: `Bearer ${admin.deps.rootKey}` };
  const response = await admin.app.request(`${path}/export`, { headers });
  expect(response.headers.get('content-type')).toContain('application/x-ndjson');
  const text = await response.text();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};

describe('an export', () => {
  it('begins with what it is, ends with what it counts, and holds everything but secrets', async () => {
    const { tenantId } = await seedIds(admin);
    const lines = await exported(`/api/chatbot/tenants/${tenantId}`);
    expect(zExportStart.parse(lines[0]).tenantId).toBe(tenantId);
    const { counts } = zExportEnd.parse(lines.at(-1));
    const between = Object.groupBy(lines.slice(1, -1), ({ type }) => type);
    for (const [type, count] of Object.entries(counts))
      expect([type, between[type]?.length ?? 0]).toEqual([type, count]);
    for (const type of [
      'tenant',
      'user',
      'key',
      'connection',
      'config',
      'config-version',
      'knowledge',
      'session',
      'inbound',
      'sync-run',
      'change',
    ])
      expect([type, counts[type] ?? 0]).toEqual([type, expect.toSatisfy((count: number) => count > 0)]);
    expect(between.inbound?.[0]).toMatchObject({ body: { content: 'the words of a customer' } });
    const text = JSON.stringify(lines);
    for (const secret of ['s'.repeat(20), 'keyHash', 'retiredSecrets', 'leaseToken'])
      expect(text).not.toContain(`"${secret}"`);
  });

  it('is read page by page, each bounded, also when single things are large', async () => {
    const { tenantId, path } = await mintTenantWithKeys(admin);
    const session = await seedSession(admin.database, { tenantId, at: admin.clock.now() });
    for (let n = 0; n < 3; n += 1) await seedMessage(admin.database, { session, at: admin.clock.now() });
    const answer = 'a'.repeat(20_000);
    const knowledgeBase = Array.from({ length: 300 }, (_, n) => ({ question: `q ${n}`, answer }));
    await admin.call('POST', `${path}/knowledge-base`, { body: { knowledgeBase } });
    const cursors: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const input = JSON.stringify({ tenantId, ...(cursor !== '' && { cursor }) });
      const { body } = await admin.call('GET', `/trpc/tenants.export?input=${encodeURIComponent(input)}`);
      expect(body.result.data.file.text.length).toBeLessThan(4_000_000);
      cursor = body.result.data.nextCursor;
      if (cursor !== null) cursors.push(cursor);
    }
    expect(cursors.length).toBeGreaterThan(2);
    expect((await exported(path)).filter(({ type }) => type === 'knowledge')).toHaveLength(300);
  });

  it('refuses a cursor that none of its pages has answered', async () => {
    const { path } = await mintTenantWithKeys(admin);
    expect((await admin.call('GET', `${path}/export?cursor=abc`)).status).toBe(400);
  });
});
