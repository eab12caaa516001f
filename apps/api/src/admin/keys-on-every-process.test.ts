import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, rootKey, type TestApi } from '../../test/open-api.ts';

/** Two processes of one installation. */
let processes: TestApi[];
beforeAll(async () => {
  processes = [await openApi(), await openApi()];
}, 60_000);
afterAll(async () => {
  for (const one of processes ?? []) await one.close();
});

const call = async (
  process: TestApi | undefined,
  method: string,
  path: string,
  key: string,
  body?: object,
) => {
  const response = await process?.app.request(path, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  // Every route answers JSON.
  return { status: response?.status, body: (await response?.json()) as ReturnType<typeof JSON.parse> };
};

describe('what ends a key counts on every process within a second', () => {
  it.each([
    ['a revocation', 'DELETE', (key: string) => `keys/${key}`, undefined],
    ['a rotation without overlap', 'POST', (key: string) => `keys/${key}/rotate`, { overlapHours: 0 }],
    ['the end of its user', 'DELETE', (_key: string, user: string) => `users/${user}`, undefined],
  ])('%s', async (_name, method, pathOf, body) => {
    const [one, other] = processes;
    const { tenant } = (await call(one, 'POST', '/api/chatbot/tenants', rootKey, { name: 'Acme' })).body;
    const path = `/api/chatbot/tenants/${tenant.id}`;
    const person = { email: 'kim@acme.example', role: 'agent' };
    const { user } = (await call(one, 'POST', `${path}/users`, rootKey, person)).body;
    const wanted = { name: 'x', role: 'agent', userId: user.id };
    const { key, secret } = (await call(one, 'POST', `${path}/keys`, rootKey, wanted)).body;
    for (const each of processes) expect((await call(each, 'GET', path, secret)).status).toBe(200);
    await call(one, method, `${path}/${pathOf(key.id, user.id)}`, rootKey, body);
    const endedAt = performance.now();
    expect((await call(other, 'GET', path, secret)).status).toBe(401);
    expect(performance.now() - endedAt).toBeLessThan(1_000);
  });

  it('its expiry', async () => {
    const [one, other] = processes;
    const { tenant } = (await call(one, 'POST', '/api/chatbot/tenants', rootKey, { name: 'Acme' })).body;
    const path = `/api/chatbot/tenants/${tenant.id}`;
    const endsAtMs = Date.now() + 2_000;
    const body = { name: 'x', role: 'agent', expiresAt: new Date(endsAtMs).toISOString() };
    const { secret } = (await call(one, 'POST', `${path}/keys`, rootKey, body)).body;
    expect((await call(other, 'GET', path, secret)).status).toBe(200);
    await expect
      .poll(async () => (await call(other, 'GET', path, secret)).status, { timeout: 10_000, interval: 50 })
      .toBe(401);
    expect(Date.now()).toBeGreaterThanOrEqual(endsAtMs);
  });
});
