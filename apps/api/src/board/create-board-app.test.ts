import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, rootKey, type TestApi } from '../../test/open-api.ts';
import { signSession } from './board-session.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ PUBLIC_URL: 'https://tandem.test' });
});
afterAll(() => api.close());

const browser = { accept: 'text/html', 'sec-fetch-site': 'same-origin' };

const logIn = async (key: string, headers: Record<string, string> = browser) =>
  await api.app.request('/queues/login', { method: 'POST', headers, body: new URLSearchParams({ key }) });

const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? '';

const look = async (path: string, cookie: string, method = 'GET') =>
  await api.app.request(path, { method, headers: { ...browser, cookie } });

async function admin(method: string, path: string, body?: unknown) {
  const response = await api.app.request(path, {
    method,
    headers: { authorization: `Bearer ${rootKey}` },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return JSON.parse(await response.text());
}

const platformKey = async () => await admin('POST', '/api/chatbot/keys', { name: 'operator' });

describe('the board', () => {
  it('is shown to nobody who has not logged in', async () => {
    const page = await look('/queues', '');
    expect([page.status, page.headers.get('location')]).toEqual([303, '/queues/login']);
    const api = await look('/queues/api/queues', '');
    expect(api.headers.get('location')).toBe('/queues/login');
    for (const forged of ['tandem_queues=x', 'tandem_queues=e30.x', `tandem_queues=${rootKey}`])
      expect((await look('/queues', forged)).status).toBe(303);
    const other = signSession(
      { rootKey: 'another root key' },
      { keyId: 'root', expiresAtMs: Date.now() + 9_000 },
    );
    expect((await look('/queues', `tandem_queues=${other}`)).status).toBe(303);
  });

  it('is shown with every queue to who logs in, by a cookie that no script or other site can use', async () => {
    const { secret } = await platformKey();
    const entered = await logIn(secret);
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/queues']);
    const cookie = entered.headers.get('set-cookie') ?? '';
    for (const part of ['HttpOnly', 'SameSite=Strict', 'Secure', 'Path=/queues', 'Max-Age=3600'])
      expect(cookie).toContain(part);
    expect(cookie).not.toContain(secret);
    const page = await look('/queues', cookieOf(entered));
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).not.toContain('fonts.googleapis.com');
    const script = /src="(static\/js\/main[^"]+)"/.exec(html)?.[1];
    expect((await look(`/queues/${script}`, cookieOf(entered))).status).toBe(200);
    const { queues } = JSON.parse(await (await look('/queues/api/queues', cookieOf(entered))).text());
    const shown = queues.map((one: { displayName: string; readOnlyMode: boolean }) => [
      one.displayName,
      one.readOnlyMode,
    ]);
    expect(shown).toEqual([
      ['lane wakes', true],
      ['jobs: background', true],
    ]);
  });

  it('is left at once when the key is revoked', async () => {
    const { key, secret } = await platformKey();
    const cookie = cookieOf(await logIn(secret));
    expect((await look('/queues', cookie)).status).toBe(200);
    await admin('DELETE', `/api/chatbot/keys/${key.id}`);
    expect((await look('/queues', cookie)).status).toBe(303);
  });

  it('is left after an hour', async () => {
    const past = signSession({ rootKey }, { keyId: 'root', expiresAtMs: Date.now() - 1 });
    expect((await look('/queues', `tandem_queues=${past}`)).status).toBe(303);
  });

  it('changes nothing, whoever asks', async () => {
    const cookie = cookieOf(await logIn(rootKey));
    for (const path of [
      '/queues/api/queues/lanes-0.wakes/pause',
      '/queues/api/queues/pause',
      '/queues/api/queues/lanes-0.wakes/obliterate',
    ])
      for (const method of ['PUT', 'POST', 'DELETE', 'PATCH'])
        expect((await look(path, cookie, method)).status).toBe(405);
  });

  it('lets no key of a tenant in, and no wrong one, and repeats none', async () => {
    const created = await admin('POST', '/api/chatbot/tenants', { name: 'Acme' });
    const { secret } = await admin('POST', `/api/chatbot/tenants/${created.tenant.id}/keys`, {
      name: 'x',
      role: 'owner',
    });
    for (const [key, status] of [
      [secret, 403],
      ['tdm_wrong', 401],
      ['', 401],
    ] as const) {
      const refused = await logIn(key);
      expect([refused.status, refused.headers.get('set-cookie')]).toEqual([status, null]);
      if (key) expect(await refused.text()).not.toContain(key);
    }
  });

  it('holds no more of a login than a key is long, also when it does not say how long it is', async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull: (to) => {
        sent += 1;
        if (sent > 1_000) to.close();
        else to.enqueue(new TextEncoder().encode(`key=${'x'.repeat(1_000)}`));
      },
    });
    const headers = {
      ...browser,
      'content-type': 'application/x-www-form-urlencoded',
      'transfer-encoding': 'chunked',
    };
    const init = { method: 'POST', headers, body: endless, duplex: 'half' } as const;
    expect((await api.app.request('/queues/login', init)).status).toBe(401);
    expect(sent).toBeLessThan(50);
  });

  it('takes no login from another site, and no logout either', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.test', host: 'tandem.test' },
    ]) {
      expect((await logIn(rootKey, headers)).status).toBe(403);
      expect((await api.app.request('/queues/logout', { method: 'POST', headers })).status).toBe(403);
    }
  });
});

it('says so when Redis is away, in place of the board', async () => {
  const away = await openApi({ REDIS_URL: 'redis://127.0.0.1:1' });
  const session = signSession({ rootKey }, { keyId: 'root', expiresAtMs: Date.now() + 60_000 });
  const headers = { ...browser, cookie: `tandem_queues=${session}` };
  const page = await away.app.request('/queues', { headers });
  expect([page.status, (await page.text()).includes('Nothing is lost')]).toEqual([503, true]);
  await away.close();
});
