import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const chatwoot = () => ({
  baseUrl: `https://chat-${randomBytes(6).toString('hex')}.example`,
  accountId: 3,
  inboxId: 42,
  botToken: `bot-${randomBytes(8).toString('hex')}`,
  adminToken: `admin-${randomBytes(8).toString('hex')}`,
  webhookSecrets: [`secret-${randomBytes(8).toString('hex')}`],
});
const botpress = () => ({
  dialect: 'chat_api',
  webhookId: 'wh-1',
  encryptionKey: `enc-${randomBytes(8).toString('hex')}`,
  webhookSecrets: [`secret-${randomBytes(8).toString('hex')}`],
});
const put = async (path: string, body: unknown, key?: string) =>
  await admin.call('PUT', `${path}/connections`, { body, ...(key && { key }) });

describe('connections', () => {
  it("are the installation's before any is set", async () => {
    const { path } = await mintTenantWithKeys(admin);
    const { status, body } = await admin.call('GET', `${path}/connections`);
    expect([status, body]).toEqual([200, { connections: { chatwoot: null, botpress: null } }]);
  });

  it.each([
    [
      { dialect: 'messaging_api', webhookId: 'w', token: 'bp_pat_hidden' },
      { webhookId: 'w', endpointUrl: null, secrets: ['token'] },
    ],
    [
      { dialect: 'v12', endpointUrl: 'https://v12.example', botId: 'acme', messageLengthMax: 1_000 },
      { endpointUrl: 'https://v12.example', botId: 'acme', messageLengthMax: 1_000, secrets: [] },
    ],
  ])('of every dialect are shown without secrets: %j', async (settings, shown) => {
    const { path, keys } = await mintTenantWithKeys(admin);
    expect((await put(path, { botpress: settings }, keys.owner)).status).toBe(200);
    const { body } = await admin.call('GET', `${path}/connections`);
    expect(body.connections.botpress).toMatchObject({ dialect: settings.dialect, ...shown });
    expect(JSON.stringify(body)).not.toContain('bp_pat_hidden');
  });

  it('answer their webhook URLs when they are made, and never again', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const settings = { chatwoot: chatwoot(), botpress: botpress() };
    const made = await put(path, settings, keys.owner);
    expect(made.status).toBe(200);
    const { connections } = made.body;
    expect(connections.chatwoot.webhookUrl).toMatch(
      /^https:\/\/tandem\.test\/api\/webhooks\/chatbot\/chatwoot\/[\w-]{40,}$/,
    );
    expect(connections.botpress.webhookUrl).toMatch(
      /^https:\/\/tandem\.test\/api\/webhooks\/chatbot\/botpress\/[\w-]{40,}$/,
    );
    const read = await admin.call('GET', `${path}/connections`);
    expect(read.body.connections.chatwoot.webhookUrl).toBe(
      'https://tandem.test/api/webhooks/chatbot/chatwoot/••••',
    );
    const again = await put(path, { chatwoot: { answerWhen: 'pending' } });
    expect(again.body.connections.chatwoot.webhookUrl).toContain('••••');
  });

  it('never answer or log a secret', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const settings = { chatwoot: chatwoot(), botpress: botpress() };
    const answers = [
      await put(path, settings),
      await put(path, settings),
      await admin.call('GET', `${path}/connections`),
    ];
    const seen = JSON.stringify([answers.map(({ body }) => body), admin.told.lines]);
    const secrets = [
      settings.chatwoot.botToken,
      settings.chatwoot.adminToken,
      ...settings.chatwoot.webhookSecrets,
      settings.botpress.encryptionKey,
      ...settings.botpress.webhookSecrets,
    ];
    for (const secret of secrets) expect(seen).not.toContain(secret);
    expect(answers[2]?.body.connections.chatwoot.secrets).toEqual([
      'adminToken',
      'botToken',
      'webhookSecrets',
    ]);
    expect(answers[2]?.body.connections.botpress.secrets).toEqual(['encryptionKey', 'webhookSecrets']);
  });

  it('keep what is not given and take away what is null', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const made = chatwoot();
    await put(path, { chatwoot: made });
    const { body } = await put(path, { chatwoot: { adminToken: null, inboxId: null, allowUnsigned: true } });
    expect(body.connections.chatwoot).toMatchObject({
      baseUrl: made.baseUrl,
      accountId: 3,
      inboxId: null,
      allowUnsigned: true,
      secrets: ['botToken', 'webhookSecrets'],
    });
  });

  it('answer a new webhook URL when its key is rotated', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const first = (await put(path, { chatwoot: chatwoot() })).body.connections.chatwoot;
    const second = (await put(path, { chatwoot: { rotateWebhookKey: true } })).body.connections.chatwoot;
    expect(second.id).toBe(first.id);
    expect(second.webhookUrl).not.toBe(first.webhookUrl);
    expect(second.webhookUrl).not.toContain('••••');
  });

  it('do not carry a token to another address: it is asked for again', async () => {
    const { path } = await mintTenantWithKeys(admin);
    await put(path, { chatwoot: chatwoot(), botpress: botpress() });
    const moved = await put(path, { chatwoot: { baseUrl: 'https://evil.example' } });
    expect(moved.status).toBe(422);
    const redirected = await put(path, { botpress: { chatUrl: 'https://evil.example' } });
    expect(redirected.status).toBe(422);
    expect(redirected.body.error.issues).toEqual([
      expect.objectContaining({ path: 'botpress.encryptionKey' }),
    ]);
  });

  it('are changed together or not at all', async () => {
    const { path } = await mintTenantWithKeys(admin);
    const { status } = await put(path, { chatwoot: chatwoot(), botpress: { dialect: 'generic' } });
    expect(status).toBe(422);
    expect((await admin.call('GET', `${path}/connections`)).body.connections.chatwoot).toBeNull();
  });

  it('claim their inbox: 409 when it is taken', async () => {
    const [one, two] = [await mintTenantWithKeys(admin), await mintTenantWithKeys(admin)];
    const settings = chatwoot();
    expect((await put(one.path, { chatwoot: settings }, one.keys.owner)).status).toBe(200);
    const stolen = await put(two.path, { chatwoot: settings }, two.keys.owner);
    expect([stolen.status, stolen.body.error.code]).toEqual([409, 'conflict']);
  });

  it('on the default Chatwoot need the platform: 403 for an owner', async () => {
    const { path, keys } = await mintTenantWithKeys(admin);
    const { baseUrl = '', accountId = 0 } = admin.deps.installation.chatwoot ?? {};
    const settings = { ...chatwoot(), baseUrl, accountId, inboxId: 4_711 };
    expect((await put(path, { chatwoot: settings }, keys.owner)).status).toBe(403);
    expect((await put(path, { chatwoot: settings })).status).toBe(200);
  });

  it.each([
    [
      'chat_api without an encryption key',
      { ...botpress(), encryptionKey: undefined },
      'botpress.encryptionKey',
    ],
    ['generic without an endpoint', { dialect: 'generic', webhookSecrets: ['x'] }, 'botpress.endpointUrl'],
    [
      'generic without a secret',
      { dialect: 'generic', endpointUrl: 'https://bot.example/in' },
      'botpress.webhookSecrets',
    ],
    ['messaging_api without a token', { dialect: 'messaging_api', webhookId: 'w' }, 'botpress.token'],
    ['messaging_api without a webhook id', { dialect: 'messaging_api', token: 't' }, 'botpress.webhookId'],
    ['v12 without a bot', { dialect: 'v12', endpointUrl: 'https://bot.example' }, 'botpress.botId'],
    ['v12 without a server', { dialect: 'v12', botId: 'acme' }, 'botpress.endpointUrl'],
    [
      'v12 with a query in its address',
      { dialect: 'v12', botId: 'acme', endpointUrl: 'https://bot.example/?a=1' },
      'botpress.endpointUrl',
    ],
  ])('are refused with 422: %s', async (_what, settings, place) => {
    const { path } = await mintTenantWithKeys(admin);
    const { status, body } = await put(path, { botpress: settings });
    expect(status).toBe(422);
    expect(body.error.issues.map((issue: { path: string }) => issue.path)).toEqual([place]);
  });

  it.each([
    'http://localhost:3000',
    'http://bots.localhost',
    'http://127.0.0.1',
    'http://127.1:8080',
    'http://0x7f000001',
    'http://2130706433',
    'http://[::1]:3000',
    'http://[::ffff:10.0.0.1]',
    'http://10.1.2.3',
    'http://192.168.0.1.',
    'http://169.254.169.254/latest',
    'http://0.0.0.0',
  ])('to %s are refused with words naming the variable', async (url) => {
    const { path } = await mintTenantWithKeys(admin);
    const generic = { dialect: 'generic', endpointUrl: url, webhookSecrets: ['x'] };
    const { status, body } = await put(path, {
      chatwoot: { ...chatwoot(), baseUrl: url },
      botpress: generic,
    });
    expect(status).toBe(422);
    expect(body.error.message).toContain('UPSTREAM_ALLOW_PRIVATE');
    const places = body.error.issues.map((issue: { path: string }) => issue.path);
    expect(places).toEqual(['chatwoot.baseUrl', 'botpress.endpointUrl']);
  });

  it('to private addresses are taken where the installation allows them', async () => {
    const open = openAdmin({ installation: { allowPrivate: true } });
    const { path } = await mintTenantWithKeys(open);
    const body = {
      chatwoot: { ...chatwoot(), baseUrl: `http://127.0.0.1:${30_000 + Math.floor(Math.random() * 9_999)}/` },
    };
    const { status, body: answer } = await open.call('PUT', `${path}/connections`, { body });
    expect([status, answer.connections?.chatwoot.baseUrl]).toEqual([
      200,
      body.chatwoot.baseUrl.replace(/\/$/, ''),
    ]);
    await open.close();
  });
});
