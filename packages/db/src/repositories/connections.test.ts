import { createHash } from 'node:crypto';
import { openTestDatabase } from '@tandem/testkit/database';
import { type MintedTenant, mintChatwoot, mintTenant, testActor, testSealer } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { openConnection } from '../open-connection.ts';
import type { ConnectionWrite } from './connections.ts';

const database = openTestDatabase();
afterAll(() => database.close());

const now = new Date('2026-03-02T09:00:00.000Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const common = {
  secretSettings: ['botToken', 'adminToken', 'webhookSecrets', 'encryptionKey', 'token'],
  sealer: testSealer,
  actor: testActor,
  now,
  installation: null,
  mayClaimDefault: false,
};
const sha256 = (key: string | null) => createHash('sha256').update(String(key)).digest('hex');

const write = (
  { scope }: MintedTenant,
  provider: ConnectionWrite['provider'],
  settings: Record<string, unknown>,
  more: Partial<ConnectionWrite> = {},
) => scope.connections.write({ ...common, provider, settings, ...more });

const opened = async ({ scope, tenantId }: MintedTenant, provider: ConnectionWrite['provider']) => {
  const connection = await scope.connections.active(provider);
  if (!connection) throw new Error('there is no connection');
  return openConnection(testSealer, { tenantId, connection });
};

describe('a connection', () => {
  it('keeps its secrets sealed, answers its key once and is found by it', async () => {
    const tenant = await mintTenant(database);
    const settings = { ...mintChatwoot(), botToken: 'hunter2', answerWhen: 'pending' };
    const { connection, secretNames, webhookKey, revision } = await write(tenant, 'chatwoot', settings);
    expect(connection).toMatchObject({ source: 'own', active: true, accountId: settings.accountId });
    expect(connection.settings).toEqual({
      baseUrl: settings.baseUrl,
      accountId: settings.accountId,
      inboxId: settings.inboxId,
      answerWhen: 'pending',
    });
    expect(secretNames.sort()).toEqual(['botToken', 'webhookSecrets']);
    expect(webhookKey).toMatch(/^[\w-]{43}$/);
    expect(await database.platform.webhookKeys.findByHash(sha256(webhookKey), now)).toEqual({
      tenantId: tenant.tenantId,
      connectionId: connection.id,
      provider: 'chatwoot',
      validUntil: null,
    });
    const snapshot = await database.platform.snapshots.load(tenant.tenantId);
    expect(snapshot).toMatchObject({ revision, chatwoot: connection, botpress: null });
    const { items } = await tenant.scope.audit.list({ limit: 10 });
    expect(JSON.stringify([snapshot, items])).not.toMatch(/hunter2|webhookKey":"/);
    expect((await opened(tenant, 'chatwoot')).settings).toEqual(settings);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('keeps what a patch leaves out and loses what it nulls', async () => {
    const tenant = await mintTenant(database, { chatwoot: { adminToken: 'admin', answerWhen: 'pending' } });
    const before = await opened(tenant, 'chatwoot');
    const { connection, webhookKey } = await write(tenant, 'chatwoot', {
      adminToken: null,
      allowUnsigned: true,
    });
    const { adminToken: _, ...kept } = before.settings;
    expect((await opened(tenant, 'chatwoot')).settings).toEqual({ ...kept, allowUnsigned: true });
    expect(connection.id).toBe(tenant.chatwoot?.connection.id);
    expect(webhookKey).toBeNull();
  });

  it('names what is missing', async () => {
    const tenant = await mintTenant(database);
    await expect(write(tenant, 'chatwoot', { accountId: 1 })).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'chatwoot.baseUrl' }, { path: 'chatwoot.botToken' }],
    });
    await expect(write(tenant, 'botpress', { webhookId: 'x' })).rejects.toMatchObject({
      issues: [{ path: 'botpress.dialect' }],
    });
  });

  it('to another account is a new one without the old secrets; the old one stays readable and its key is dead', async () => {
    const tenant = await mintTenant(database, { chatwoot: {} });
    const old = tenant.chatwoot;
    const elsewhere = { accountId: Number(old?.connection.accountId) + 1 };
    await expect(write(tenant, 'chatwoot', elsewhere)).rejects.toMatchObject({
      issues: [{ path: 'chatwoot.botToken' }],
    });
    const made = await write(tenant, 'chatwoot', { ...elsewhere, botToken: 'new' });
    expect(made.connection.id).not.toBe(old?.connection.id);
    expect(made.connection.settings).toEqual({ baseUrl: old?.connection.baseUrl, ...elsewhere });
    expect(made.secretNames).toEqual(['botToken']);
    expect(made.webhookKey).not.toBeNull();
    const gone = await tenant.scope.connections.get(old?.connection.id ?? made.connection.id);
    expect(gone).toMatchObject({ active: false });
    expect(await database.platform.webhookKeys.findByHash(sha256(old?.webhookKey ?? null), now)).toBeNull();
  });

  it('does not move because its base URL is spelt otherwise', async () => {
    const tenant = await mintTenant(database, { chatwoot: { baseUrl: 'https://chat.example.test/x' } });
    const { connection } = await write(tenant, 'chatwoot', { baseUrl: 'https://CHAT.example.test:443/x/' });
    expect(connection.id).toBe(tenant.chatwoot?.connection.id);
  });

  it('sends no secret to another address unless it is given again', async () => {
    const botpress = {
      dialect: 'generic',
      endpointUrl: 'https://a.test/hook',
      token: 't1',
      webhookSecrets: ['s'],
    };
    const tenant = await mintTenant(database, { botpress });
    await expect(write(tenant, 'botpress', { endpointUrl: 'https://evil.test' })).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'botpress.token' }],
    });
    await write(tenant, 'botpress', { endpointUrl: 'https://b.test/hook', token: 't1' });
    expect((await opened(tenant, 'botpress')).settings).toMatchObject({
      endpointUrl: 'https://b.test/hook',
      token: 't1',
    });
  });
});

describe('replaced secrets', () => {
  it('stay valid for the overlap, and no secret is listed twice', async () => {
    const tenant = await mintTenant(database, { chatwoot: { webhookSecrets: ['one', 'two'] } });
    await write(tenant, 'chatwoot', { webhookSecrets: ['two', 'three'] });
    expect(await opened(tenant, 'chatwoot')).toMatchObject({
      webhookSecrets: ['two', 'three'],
      retiredWebhookSecrets: [{ secret: 'one', validUntilMs: hours(24).getTime() }],
    });
    await write(tenant, 'chatwoot', { webhookSecrets: ['four'] }, { now: hours(23), secretOverlapHours: 2 });
    const { retiredWebhookSecrets } = await opened(tenant, 'chatwoot');
    expect(retiredWebhookSecrets).toEqual([
      { secret: 'two', validUntilMs: hours(25).getTime() },
      { secret: 'three', validUntilMs: hours(25).getTime() },
      { secret: 'one', validUntilMs: hours(24).getTime() },
    ]);
    await write(tenant, 'chatwoot', { answerWhen: 'pending' }, { now: hours(24.5) });
    expect((await opened(tenant, 'chatwoot')).retiredWebhookSecrets.map(({ secret }) => secret)).toEqual([
      'two',
      'three',
    ]);
  });

  it('end at once when webhook secrets are taken away, or when the overlap is 0', async () => {
    const tenant = await mintTenant(database, { chatwoot: { webhookSecrets: ['one'] } });
    await write(tenant, 'chatwoot', { webhookSecrets: ['two'] }, { secretOverlapHours: 0 });
    expect((await opened(tenant, 'chatwoot')).retiredWebhookSecrets).toEqual([]);
    await write(tenant, 'chatwoot', { webhookSecrets: ['three'] });
    await write(tenant, 'chatwoot', { webhookSecrets: null });
    expect(await opened(tenant, 'chatwoot')).toMatchObject({ webhookSecrets: [], retiredWebhookSecrets: [] });
  });

  it('include the webhook key: the old one works during the overlap', async () => {
    const tenant = await mintTenant(database, { botpress: {} });
    const { webhookKey } = await write(tenant, 'botpress', {}, { rotateWebhookKey: true });
    const { webhookKeys } = database.platform;
    const [before, after] = [sha256(tenant.botpress?.webhookKey ?? null), sha256(webhookKey)];
    expect(await webhookKeys.findByHash(before, hours(23))).toMatchObject({ validUntil: hours(24) });
    expect(await webhookKeys.findByHash(before, hours(24))).toBeNull();
    expect(await webhookKeys.findByHash(after, hours(1_000))).toMatchObject({ validUntil: null });
  });
});

describe('inbox claims by connection', () => {
  const routeOf = (tenant: MintedTenant, inboxId: number) => {
    const { baseUrl, accountId } = tenant.chatwoot?.connection ?? {};
    return database.platform.inboxRoutes.find({
      installation: String(baseUrl),
      accountId: Number(accountId),
      inboxId,
    });
  };

  it('cover the inbox of the connection and that of the configuration', async () => {
    const tenant = await mintTenant(database, { chatwoot: { inboxId: 5 }, config: { chatwootInboxId: '6' } });
    const owner = { tenantId: tenant.tenantId, connectionId: tenant.chatwoot?.connection.id };
    expect(await routeOf(tenant, 5)).toEqual(owner);
    expect(await routeOf(tenant, 6)).toEqual(owner);
    await write(tenant, 'chatwoot', { inboxId: null });
    expect(await routeOf(tenant, 5)).toBeNull();
    expect(await routeOf(tenant, 6)).toEqual(owner);
  });

  it('follow the tenant from the default Chatwoot to its own', async () => {
    const { baseUrl, accountId } = mintChatwoot();
    const installation = { baseUrl, accountId };
    const tenant = await mintTenant(database, { installation, config: { chatwootInboxId: '9' } });
    const made = await write(tenant, 'chatwoot', { ...mintChatwoot(), inboxId: null }, { installation });
    expect(
      await database.platform.inboxRoutes.find({ installation: baseUrl, accountId, inboxId: 9 }),
    ).toBeNull();
    expect(await routeOf({ ...tenant, chatwoot: made }, 9)).toMatchObject({
      connectionId: made.connection.id,
    });
  });

  it('on the default account need the platform, also through a connection of its own', async () => {
    const settings = mintChatwoot();
    const installation = { baseUrl: settings.baseUrl, accountId: settings.accountId };
    const tenant = await mintTenant(database);
    await expect(write(tenant, 'chatwoot', settings, { installation })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await write(tenant, 'chatwoot', settings, { installation, mayClaimDefault: true });
  });

  it.each([
    ['https://UPPER.example.test', (host: string) => `https://${host.toUpperCase()}`],
    ['a dot at the end', (host: string) => `https://${host}.`],
    ['empty parts', (host: string) => `https://${host}//`],
    ['an escape', (host: string) => `https://${host}/%64/..`],
    ['the default port', (host: string) => `https://${host}:443`],
    ['a user', (host: string) => `https://me@${host}`],
    ['http', (host: string) => `http://${host}`],
  ])('on the default Chatwoot need the platform also when it is spelt with %s', async (_how, spell) => {
    const settings = mintChatwoot();
    const installation = { baseUrl: settings.baseUrl, accountId: settings.accountId };
    const spelt = { ...settings, baseUrl: spell(new URL(settings.baseUrl).host) };
    const tenant = await mintTenant(database);
    await expect(write(tenant, 'chatwoot', spelt, { installation })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('of an inbox that is taken are a conflict', async () => {
    const settings = mintChatwoot();
    await mintTenant(database, { chatwoot: settings });
    const other = await mintTenant(database);
    await expect(write(other, 'chatwoot', settings)).rejects.toMatchObject({ code: 'conflict' });
    expect(await other.scope.connections.active('chatwoot')).toBeNull();
  });
});
