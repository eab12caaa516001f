import { createFakeChatwoot } from '@tandem/integrations/fakes';
import { TestClock } from '@tandem/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callAdmin, connectChatwoot } from './connect-chatwoot.ts';
import { type OneProcess, openProcesses, type Processes } from './open-processes.ts';
import { sendWebhooks, signedMessage } from './send-webhooks.ts';

const environment = { TANDEM_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 3).toString('base64')}` };
const inboxId = 42;
const hourMs = 3_600_000;
/** No other test of this folder uses it. */
const redisDatabase = 10;
const clock = new TestClock(new Date());
const now = () => clock.now();

let processes: Processes;
let apis: [OneProcess, OneProcess];
beforeAll(async () => {
  processes = await openProcesses(redisDatabase);
  apis = [await processes.api(environment, { now }), await processes.api(environment, { now })];
}, 60_000);
afterAll(async () => await processes?.close(), 60_000);

let lastNumber = 1_000_000;
const statuses = async (path: string, secret: string) => {
  const answers = [];
  for (const api of apis) {
    lastNumber += 1;
    const webhook = signedMessage({ number: lastNumber, inboxId, secret, now: now() });
    answers.push((await api.request(path, webhook)).status);
  }
  return answers;
};

describe('a webhook secret that is replaced under load', () => {
  it('is taken as the new one until its overlap ends, and then refused by every process', async () => {
    const { rootKey } = processes;
    const { tenantId, path } = await connectChatwoot(apis[0], rootKey, {
      inboxId,
      webhookSecrets: ['first'],
    });
    let valid = ['first'];
    const load = sendWebhooks({ path, inboxId, secrets: () => valid, now });
    load.over(apis);
    await load.more(20);
    const rotate = `/tenants/${tenantId}/connections/chatwoot/rotate-secret`;
    const body = { secret: 'second', secretOverlapHours: 2 };
    const { status, body: answer } = await callAdmin(apis[0], rootKey, ['POST', rotate, body]);
    expect([status, answer.secret]).toEqual([200, null]);
    await expect.poll(() => statuses(path, 'second'), { timeout: 1_000, interval: 20 }).toEqual([200, 200]);
    valid = ['first', 'second'];
    await load.more(100);
    clock.advance(2 * hourMs - 1_000);
    await load.more(50);
    const { sent, refused } = await load.stop();
    expect([refused, sent > 150]).toEqual([[], true]);
    clock.advance(1_000);
    expect([await statuses(path, 'first'), await statuses(path, 'second')]).toEqual([
      [401, 401],
      [200, 200],
    ]);
  });

  it('is asked of Chatwoot where it alone can make one: what is signed too early is sent again', async () => {
    const { rootKey } = processes;
    const fake = createFakeChatwoot();
    try {
      const { url: baseUrl } = await fake.listen();
      const { id: accountId } = fake.createAccount();
      const bot = fake.createBot({ accountId, outgoingUrl: 'http://tandem.test/hook' });
      const { token: adminToken } = fake.createUser({ accountId, role: 'administrator' });
      const settings = { baseUrl, accountId, botId: bot.id, adminToken, inboxId };
      const { tenantId, path } = await connectChatwoot(apis[0], rootKey, {
        ...settings,
        webhookSecrets: [bot.secret, 'of-another-webhook'],
      });
      expect(await statuses(path, bot.secret)).toEqual([200, 200]);
      const rotate = `/tenants/${tenantId}/connections/chatwoot/rotate-secret`;
      const rotated = callAdmin(apis[0], rootKey, ['POST', rotate, {}]);
      // Before Chatwoot is asked every process knows that nobody can tell a new secret from a wrong one.
      await expect
        .poll(() => statuses(path, 'not-known-yet'), { timeout: 5_000, interval: 10 })
        .toEqual([500, 500]);
      expect((await rotated).status).toBe(200);
      const seen = await fetch(`${baseUrl}/api/v1/accounts/${accountId}/agent_bots/${bot.id}`, {
        headers: { api_access_token: adminToken },
      });
      const { secret } = JSON.parse(await seen.text());
      expect(secret).not.toBe(bot.secret);
      await expect.poll(() => statuses(path, secret), { timeout: 1_000, interval: 20 }).toEqual([200, 200]);
      await expect
        .poll(() => statuses(path, 'not-known-yet'), { timeout: 1_000, interval: 20 })
        .toEqual([401, 401]);
      expect(await statuses(path, 'of-another-webhook')).toEqual([200, 200]);
      clock.advance(24 * hourMs);
      expect([await statuses(path, bot.secret), await statuses(path, secret)]).toEqual([
        [401, 401],
        [200, 200],
      ]);
    } finally {
      await fake.close();
    }
  });

  it('is made here for Botpress and shown once; what cannot be done says what to do', async () => {
    const { rootKey } = processes;
    const call = (...input: [method: string, path: string, body?: object]) =>
      callAdmin(apis[0], rootKey, input);
    const { tenantId } = await connectChatwoot(apis[0], rootKey, {
      inboxId,
      accountId: 9,
      webhookSecrets: ['a', 'b'],
    });
    const connections = `/tenants/${tenantId}/connections`;
    const none = await call('POST', `${connections}/botpress/rotate-secret`);
    expect([none.status, none.body.error.message]).toEqual([
      404,
      expect.stringContaining('BOTPRESS_WEBHOOK_SECRET'),
    ]);
    const unable = await call('POST', `${connections}/chatwoot/rotate-secret`);
    expect([unable.status, unable.body.error.message]).toEqual([
      422,
      expect.stringContaining('adminToken and botId'),
    ]);
    const several = await call('POST', `${connections}/chatwoot/rotate-secret`, { secret: 'c' });
    expect([several.status, several.body.error.message]).toEqual([
      422,
      expect.stringContaining('whole list'),
    ]);
    const botpress = { dialect: 'chat_api', webhookId: 'w', encryptionKey: 'e', webhookSecrets: ['x'] };
    await call('PUT', connections, { botpress });
    const made = await call('POST', `${connections}/botpress/rotate-secret`);
    expect([made.status, made.body.secret]).toEqual([200, expect.stringMatching(/^[\w-]{43}$/)]);
    expect(JSON.stringify((await call('GET', connections)).body)).not.toContain(made.body.secret);
  });
});
