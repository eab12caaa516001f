import { randomBytes, randomUUID } from 'node:crypto';
import { proceduresOf } from '@tandem/api/procedures';
import { adminRouter } from '@tandem/api/router';
import { createFakeChatApi, createFakeChatwoot, scripts } from '@tandem/integrations/fakes';
import { createLogger, Resources } from '@tandem/runtime';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, callAdmin, connectChatwoot } from './connect-chatwoot.ts';
import { type OneProcess, openProcesses, type Processes } from './open-processes.ts';
import { sampleInput } from './sample-input.ts';
import { signedMessage } from './send-webhooks.ts';
import { serveEcho } from './serve-echo.ts';
import { type WatchedRedis, watchRedis } from './watch-redis.ts';

/** No other test of this folder uses it. */
const redisDatabase = 9;
const resources = new Resources();
const seed = (name: string): string => `seeded-${name}-${randomBytes(12).toString('hex')}`;

/** What nobody may ever read again, by where it was given. */
const secrets: Record<string, string> = {
  'encryption key': randomBytes(32).toString('base64'),
  'root key': seed('root'),
  'secret of the installation for Chatwoot': seed('webhook'),
  'secret of the installation for Botpress': seed('engine'),
  'token of the installation for Chatwoot': seed('bot'),
  'admin token of the installation': seed('admin'),
  'token of the installation for Botpress': seed('bp_pat'),
  'encryption key of a bot': seed('encryption'),
  'secret of a bot': seed('engine'),
  'pubsub_token of a customer': seed('pubsub'),
  'token for an upstream that echoes': seed('token'),
  'admin token for an upstream that echoes': seed('admin'),
  'secret behind an upstream that echoes': seed('webhook'),
  'token in the URL of an engine': seed('url'),
  'token for a Botpress that echoes': seed('bp_pat'),
  'a wrong key': `tdm_${randomBytes(32).toString('base64url')}`,
};
/** What customers say is for the conversation alone: no log and no Redis has it. */
const texts = { customer: seed('text'), unanswered: seed('text'), bot: 'seeded words of the bot' };
const of = (name: string): string => secrets[name] ?? '';

const lines: string[] = [];
const answers: string[] = [];
let processes: Processes;
let api: OneProcess;
let redis: WatchedRedis;
let samples: Record<string, unknown>;

const log = createLogger({ name: 'e2e', level: 'trace' }, { write: (line) => void lines.push(line) });
/** Outside of a test there is no `expect.poll`. */
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

/** Everything that is answered is looked through, save what shows a secret by promise: its one time. */
const admin = async (...call: [method: string, path: string, body?: object]): Promise<Answer> =>
  await callAdmin(api, of('root key'), call);
const refused = async (...call: [method: string, path: string, body?: object]): Promise<void> => {
  const { status, body } = await admin(...call);
  expect([call[1], status]).toEqual([call[1], expect.toSatisfy((one: number) => one >= 400 && one < 500)]);
  answers.push(JSON.stringify(body));
};

beforeAll(async () => {
  processes = resources.use('processes', await openProcesses(redisDatabase), (one) => one.close());
  redis = resources.use('redis', await watchRedis(processes.redisUrl), (one) => one.close());
  const environment = {
    TANDEM_ROOT_KEY: of('root key'),
    TANDEM_ENCRYPTION_KEYS: `k1:${of('encryption key')}`,
    PUBLIC_URL: 'http://tandem.test',
    CHATWOOT_BASE_URL: 'http://127.0.0.1:9',
    CHATWOOT_ACCOUNT_ID: '1',
    CHATWOOT_API_TOKEN: of('token of the installation for Chatwoot'),
    CHATWOOT_ADMIN_TOKEN: of('admin token of the installation'),
    CHATWOOT_WEBHOOK_SECRET: of('secret of the installation for Chatwoot'),
    BOTPRESS_WEBHOOK_SECRET: of('secret of the installation for Botpress'),
    BOTPRESS_WEBHOOK_ID: 'shared',
    BOTPRESS_TOKEN: of('token of the installation for Botpress'),
    BOTPRESS_BOT_ID: 'shared-bot',
    BOTPRESS_API_URL: 'http://127.0.0.1:9',
  };
  api = await processes.api(environment, { log });
  await processes.worker(environment, { log });
  samples = await useTheProduct();
}, 120_000);
afterAll(async () => await resources.close(), 60_000);

/** Once through everything that is given a secret, as it should go and as it should not. */
async function useTheProduct(): Promise<Record<string, unknown>> {
  const poster = {
    post: async ({ url, headers, body }: { url: string; headers: Record<string, string>; body: BodyInit }) =>
      (await api.request(new URL(url).pathname, { method: 'POST', headers, body })).status,
    close: async () => {},
  };
  const chatwoot = resources.use('fake Chatwoot', createFakeChatwoot({ poster }), (one) => one.close());
  const botpress = resources.use('fake Botpress', createFakeChatApi({ poster }), (one) => one.close());
  const echo = resources.use('echo', await serveEcho(), (one) => one.close());
  const [{ url: baseUrl }, { url: chatUrl }] = [await chatwoot.listen(), await botpress.listen()];
  const { id: accountId } = chatwoot.createAccount();
  const bot = chatwoot.createBot({ accountId });
  const { token: adminToken } = chatwoot.createUser({ accountId, role: 'administrator' });
  const { id: inboxId } = chatwoot.createInbox({ accountId, botId: bot.id });
  Object.assign(secrets, {
    'bot token': bot.token,
    'admin token': adminToken,
    'secret of an agent bot': bot.secret,
  });
  const connected = await connectChatwoot(api, of('root key'), {
    ...{ baseUrl, accountId, inboxId, botId: bot.id, botToken: bot.token, adminToken },
    webhookSecrets: [bot.secret],
  });
  const { tenantId, path } = connected;
  const tenant = `/tenants/${tenantId}`;
  const engine = {
    webhookId: randomUUID(),
    encryptionKey: of('encryption key of a bot'),
    webhookSecret: of('secret of a bot'),
  };
  const { webhookSecret, ...settings } = engine;
  const put = await admin('PUT', `${tenant}/connections`, {
    botpress: { dialect: 'chat_api', chatUrl, ...settings, webhookSecrets: [webhookSecret] },
  });
  const webhookUrl: string = put.body.connections.botpress.webhookUrl;
  Object.assign(secrets, {
    'webhook key for Chatwoot': path.split('/').at(-1),
    'webhook key for Botpress': webhookUrl.split('/').at(-1),
  });
  botpress.setBot({ ...engine, webhookUrl, script: scripts.quote() });
  chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: `http://tandem.test${path}` });
  const { user } = (await admin('POST', `${tenant}/users`, { email: 'kim@acme.example', role: 'admin' }))
    .body;
  const made = (await admin('POST', `${tenant}/keys`, { name: 'CRM', role: 'agent', userId: user.id })).body;
  const rotated = (await admin('POST', `${tenant}/keys/${made.key.id}/rotate`)).body;
  const platform = (await admin('POST', '/keys', { name: 'Billing' })).body;
  Object.assign(secrets, {
    'API key': made.secret,
    'rotated API key': rotated.secret,
    'key of the platform': platform.secret,
  });
  await admin('PUT', `${tenant}/config`, { config: { settleMs: 0, reorderMs: 0 } });
  const { conversationId } = chatwoot.startConversation({ inboxId });
  const { id: messageId } = chatwoot.customerSends({ accountId, conversationId, text: texts.customer });
  const shown = () => chatwoot.transcript({ accountId, conversationId }).filter(({ from }) => from === 'bot');
  await until(() => expect(shown()).toHaveLength(1));
  await sendPubsubToken(path, { inboxId, secret: bot.secret });
  const renewed = await admin('POST', `${tenant}/connections/chatwoot/rotate-secret`);
  expect(renewed.status).toBe(200);
  const engineSecret = await admin('POST', `${tenant}/connections/botpress/rotate-secret`);
  secrets['secret made here'] = engineSecret.body.secret;
  const broken = await useWhatEchoes(echo.url);
  expect(echo.requests()).toBeGreaterThan(0);
  await beRefused(tenant, path);
  await admin('POST', '/secrets/reseal');
  await until(async () => expect((await admin('GET', '/secrets')).body.reseal.status).toBe('succeeded'));
  const { sessions } = (await admin('GET', `${tenant}/sessions`)).body;
  const { syncRun } = (await admin('POST', `${tenant}/config/sync`)).body;
  return {
    tenantId,
    userId: user.id,
    keyId: made.key.id,
    sessionId: sessions[0].id,
    messageId: String(messageId),
    syncRunId: syncRun?.id ?? randomUUID(),
    brokenTenantId: broken,
  };
}

/** As Chatwoot sends one beside a message (contracts/chatwoot.md §3). */
async function sendPubsubToken(path: string, input: { inboxId: number; secret: string }): Promise<void> {
  const webhook = signedMessage({
    ...input,
    number: 9_001,
    now: new Date(),
    more: { contact_inbox: { pubsub_token: of('pubsub_token of a customer') } },
  });
  expect((await api.request(path, webhook)).status).toBe(200);
}

/** A tenant whose upstreams answer with what they were sent. */
async function useWhatEchoes(url: string): Promise<string> {
  const inboxId = 77;
  const secret = of('secret behind an upstream that echoes');
  const chatwoot = {
    ...{ baseUrl: url, accountId: 77, inboxId, botId: 5, webhookSecrets: [secret] },
    botToken: of('token for an upstream that echoes'),
    adminToken: of('admin token for an upstream that echoes'),
  };
  const { tenantId, path } = await connectChatwoot(api, of('root key'), chatwoot);
  const tenant = `/tenants/${tenantId}`;
  const botpress = {
    dialect: 'generic',
    endpointUrl: `${url}/hook?token=${of('token in the URL of an engine')}`,
    webhookSecrets: [seed('engine')],
  };
  await admin('PUT', `${tenant}/connections`, { botpress });
  await admin('PUT', `${tenant}/config`, { config: { settleMs: 0, reorderMs: 0, turnDeadlineMs: 5_000 } });
  const message = {
    number: 4_242,
    inboxId,
    secret,
    now: new Date(),
    status: 'pending',
    text: texts.unanswered,
  };
  expect((await api.request(path, signedMessage(message))).status).toBe(200);
  const why = async () => JSON.stringify((await admin('GET', `${tenant}/messages/4242/why`)).body);
  await until(async () => expect(await why()).toContain('took the conversation'));
  answers.push(await why());
  await refused('POST', `${tenant}/connections/chatwoot/rotate-secret`);
  const { adminToken } = chatwoot;
  const onboarding = {
    chatwoot: { baseUrl: url, accountId: 77, adminToken },
    botpress: { token: of('token for a Botpress that echoes'), workspaceId: 'w', apiUrl: url },
  };
  answers.push(JSON.stringify((await admin('POST', `${tenant}/onboarding`, onboarding)).body));
  return tenantId;
}

/** Inputs and keys that are refused although they hold a secret. */
async function beRefused(tenant: string, path: string): Promise<void> {
  const token = of('token for an upstream that echoes');
  await refused('PUT', `${tenant}/connections`, { chatwoot: { botToken: `${token} with a space` } });
  await refused('PUT', `${tenant}/connections`, { chatwoot: { [token]: token } });
  await refused('PUT', `${tenant}/connections`, {
    botpress: { dialect: token, token, webhookSecrets: token },
  });
  await refused('POST', `${tenant}/onboarding`, { chatwoot: { adminToken: token } });
  await refused('POST', `${tenant}/keys/${of('API key')}/rotate`);
  for (const key of [of('a wrong key'), `${of('API key')}x`]) {
    const answer = await callAdmin(api, key, ['GET', tenant]);
    answers.push(JSON.stringify(answer.body));
    expect(answer.status).toBe(401);
  }
  for (const secret of ['wrong', of('root key')]) {
    const forged = await api.request(path, signedMessage({ number: 1, inboxId: 1, secret, now: new Date() }));
    answers.push(await forged.text());
    expect(forged.status).toBe(401);
  }
  const wrong = of('a wrong key');
  const unknown = await api.request(`/api/webhooks/chatbot/chatwoot/${wrong}`, {
    method: 'POST',
    body: '{}',
  });
  answers.push(await unknown.text());
}

/** Which of them stand in a text, by where they were given. */
const found = (text: string, wanted: Record<string, string>): string[] =>
  Object.entries(wanted).flatMap(([name, value]) =>
    value !== '' && (text.includes(value) || text.includes(encodeURIComponent(value))) ? [name] : [],
  );

describe('what was given in confidence', () => {
  it('stands in no line of a log', () => {
    expect(lines.length).toBeGreaterThan(20);
    expect(
      lines.flatMap((line) => found(line, { ...secrets, ...texts }).map((name) => [name, line])),
    ).toEqual([]);
  });

  it('never went to Redis, and is in no key and no job there', async () => {
    const [sent, held] = [redis.sent(), await redis.held()];
    expect([sent.length > 1_000, held.length > 100]).toEqual([true, true]);
    expect([found(sent, { ...secrets, ...texts }), found(held, { ...secrets, ...texts })]).toEqual([[], []]);
  });

  const queries = proceduresOf(adminRouter).filter(({ type }) => type === 'query');
  it.each(queries.map((procedure) => [procedure.name, procedure] as const))(
    'is answered by no procedure that reads: %s',
    async (name, procedure) => {
      for (const tenantId of [samples.tenantId, samples.brokenTenantId]) {
        const input = JSON.stringify(sampleInput(procedure, { ...samples, tenantId }));
        const response = await api.request(`/trpc/${name}?input=${encodeURIComponent(input)}`, {
          headers: { authorization: `Bearer ${of('root key')}` },
        });
        const text = await response.text();
        if (tenantId === samples.tenantId) expect([response.status, text]).toEqual([200, expect.any(String)]);
        expect(found(text, secrets)).toEqual([]);
      }
    },
  );

  it('is in no answer to what fails or is refused', () => {
    expect(answers.length).toBeGreaterThan(8);
    expect(answers.flatMap((answer) => found(answer, secrets).map((name) => [name, answer]))).toEqual([]);
  });
});
