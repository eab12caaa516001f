import { connectRedis, createAdminLimits } from '@tandem/queue';
import { newId } from '@tandem/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Admin, mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const redis = connectRedis({ url: process.env.REDIS_URL ?? '' });
const prefix = `test-${newId<string>()}`;
const limits = createAdminLimits({ redis, keyPerMin: 5, prefix });
/** Two processes that share one Redis. */
const processes: [Admin, Admin] = [openAdmin({ limits }), openAdmin({ limits })];
const [one, other] = processes;
other.deps.rootKey = one.deps.rootKey;

let minted: Awaited<ReturnType<typeof mintTenantWithKeys>>;
beforeAll(async () => {
  minted = await mintTenantWithKeys(one);
});
afterAll(async () => {
  const keys = await redis.hot.keys(`${prefix}-*`);
  if (keys.length > 0) await redis.hot.del(...keys);
  redis.close();
  for (const admin of processes) await admin.close();
});

describe('calls of one key', () => {
  it('are refused over its limit, by every process: 429 with Retry-After; the root key never is', async () => {
    const { path, keys } = minted;
    const answers = [];
    for (const admin of [one, one, one, other, other, other])
      answers.push(await admin.call('GET', path, { key: keys.agent }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answers.at(-1)?.body.error).toMatchObject({ code: 'too_many_requests' });
    expect((await one.call('GET', path, { key: keys.admin })).status).toBe(200);
    for (let call = 0; call < 10; call += 1) expect((await other.call('GET', path)).status).toBe(200);
  });

  it.each([
    ['tRPC', ','],
    ['tRPC with its commas encoded', '%2C'],
  ])('count one by one in a batch of %s', async (_what, comma) => {
    const { tenantId, keys } = await mintTenantWithKeys(one);
    const input = encodeURIComponent(
      JSON.stringify(Object.fromEntries([0, 1, 2].map((i) => [i, { tenantId }]))),
    );
    const batch = () =>
      one.call('GET', `/trpc/${Array(3).fill('tenants.get').join(comma)}?batch=1&input=${input}`, {
        key: keys.owner,
      });
    expect((await batch()).status).toBe(200);
    const refused = await batch();
    expect(refused.headers.get('retry-after')).toBeTruthy();
    expect(JSON.stringify(refused.body)).toContain('too_many_requests');
  });
});

describe('wrong keys', () => {
  it('are put off after some, and valid ones of the same address never', async () => {
    const { path } = minted;
    const statuses = [];
    for (let guess = 0; guess < 25; guess += 1)
      statuses.push((await one.call('GET', path, { key: `tdm_${String(guess).padStart(43, 'x')}` })).status);
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
    const put = await one.call('GET', '/trpc/tenants.list', { key: 'wrong' });
    expect([put.status, put.headers.get('retry-after')]).toEqual([429, expect.any(String)]);
    expect((await other.call('GET', path)).status).toBe(200);
    const made = await one.call('POST', `${path}/keys`, { body: { name: 'x', role: 'agent' } });
    expect((await other.call('GET', path, { key: made.body.secret })).status).toBe(200);
    expect((await one.call('GET', path, { key: null })).status).toBe(401);
  });
});
