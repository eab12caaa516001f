import { connectRedis } from '@tandem/queue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chatwootPath, incoming, openApi, signed, type TestApi } from '../../test/open-api.ts';

const redis = connectRedis({ url: process.env.REDIS_URL ?? '' });
let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(async () => {
  await api.close();
  await redis.close();
});

const send = (body: string) => api.app.request(chatwootPath, signed(body));
const reads = () => api.statements.filter((text) => /^\s*select/i.test(text));
/** The last row that the first webhook of a tenant has fetched for its lanes, beside its own way. */
const warmed = () => api.statements.filter((text) => text.includes('from `knowledge_bases`')).length;

describe('the warm webhook path', () => {
  it('reads no MySQL row: one transaction of two inserts stores the message and its lane', async () => {
    await api.mint(11);
    expect((await send(incoming({ inboxId: 11, messageId: 1 }))).status).toBe(200);
    await vi.waitUntil(() => warmed() === 1);
    api.statements.length = 0;
    const answer = await send(incoming({ inboxId: 11, messageId: 2 }));
    expect(await answer.json()).toMatchObject({ status: 'accepted' });
    expect(reads()).toEqual([]);
    expect(
      api.statements.map((text) => text.trim().split(/\s+/).slice(0, 3).join(' ').toLowerCase()),
    ).toEqual(['begin', 'insert into inbound_messages', 'insert into lanes', 'commit']);
  });

  it('finds in Redis what the lanes of a tenant need once its first webhook has come', async () => {
    const { tenantId } = await api.mint(12);
    expect((await send(incoming({ inboxId: 12, messageId: 1 }))).status).toBe(200);
    const held = () => redis.hot.hgetall(`{tandem-tenant-${tenantId}}:cache`);
    await vi.waitUntil(async () => Object.keys(await held()).some((name) => name.startsWith('knowledge.')));
    const names = Object.keys(await held()).map((name) => name.split('.')[0]);
    expect(names).toEqual(expect.arrayContaining(['routes', 'tenants', 'knowledge']));
  });

  it('lets concurrent webhooks of different tenants share commits', async () => {
    const inboxes = [21, 22, 23, 24];
    await Promise.all(inboxes.map((inboxId) => api.mint(inboxId)));
    api.statements.length = 0;
    for (const inboxId of inboxes) await send(incoming({ inboxId, messageId: 1 }));
    await vi.waitUntil(() => warmed() === inboxes.length);
    api.statements.length = 0;
    const bodies = Array.from({ length: 60 }, (_, index) =>
      incoming({ inboxId: 21 + (index % 4), messageId: 100 + index }),
    );
    const answers = await Promise.all(bodies.map(send));
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(reads()).toEqual([]);
    expect(api.statements.filter((text) => /^commit/i.test(text)).length).toBeLessThan(30);
  });
});
