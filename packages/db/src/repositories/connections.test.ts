import { createHash } from 'node:crypto';
import { openTestDatabase } from '@tandem/testkit/database';
import { mintChatwoot, mintTenant } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { writtenAt as now, openedConnection, writeConnection } from '../../test/write-connection.ts';

const database = openTestDatabase();
afterAll(() => database.close());

const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const sha256 = (key: string | null) => createHash('sha256').update(String(key)).digest('hex');

describe('a connection', () => {
  it('keeps its secrets sealed, answers its key once and is found by it', async () => {
    const tenant = await mintTenant(database);
    const settings = { ...mintChatwoot(), botToken: 'hunter2', answerWhen: 'pending' };
    const { connection, secretNames, webhookKey, revision } = await writeConnection(
      tenant,
      'chatwoot',
      settings,
    );
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
    expect((await openedConnection(tenant, 'chatwoot')).settings).toEqual(settings);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('keeps what a patch leaves out and loses what it nulls', async () => {
    const tenant = await mintTenant(database, { chatwoot: { adminToken: 'admin', answerWhen: 'pending' } });
    const before = await openedConnection(tenant, 'chatwoot');
    const { connection, webhookKey } = await writeConnection(tenant, 'chatwoot', {
      adminToken: null,
      allowUnsigned: true,
    });
    const { adminToken: _, ...kept } = before.settings;
    expect((await openedConnection(tenant, 'chatwoot')).settings).toEqual({ ...kept, allowUnsigned: true });
    expect(connection.id).toBe(tenant.chatwoot?.connection.id);
    expect(webhookKey).toBeNull();
  });

  it('names what is missing', async () => {
    const tenant = await mintTenant(database);
    await expect(writeConnection(tenant, 'chatwoot', { accountId: 1 })).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'chatwoot.baseUrl' }, { path: 'chatwoot.botToken' }],
    });
    await expect(writeConnection(tenant, 'botpress', { webhookId: 'x' })).rejects.toMatchObject({
      issues: [{ path: 'botpress.dialect' }],
    });
  });

  it('to another account is a new one without the old secrets; the old one stays readable and its key is dead', async () => {
    const tenant = await mintTenant(database, { chatwoot: {} });
    const old = tenant.chatwoot;
    const elsewhere = { accountId: Number(old?.connection.accountId) + 1 };
    await expect(writeConnection(tenant, 'chatwoot', elsewhere)).rejects.toMatchObject({
      issues: [{ path: 'chatwoot.botToken' }],
    });
    const made = await writeConnection(tenant, 'chatwoot', { ...elsewhere, botToken: 'new' });
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
    const { connection } = await writeConnection(tenant, 'chatwoot', {
      baseUrl: 'https://CHAT.example.test:443/x/',
    });
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
    await expect(
      writeConnection(tenant, 'botpress', { endpointUrl: 'https://evil.test' }),
    ).rejects.toMatchObject({
      code: 'unprocessable',
      issues: [{ path: 'botpress.token' }],
    });
    await writeConnection(tenant, 'botpress', { endpointUrl: 'https://b.test/hook', token: 't1' });
    expect((await openedConnection(tenant, 'botpress')).settings).toMatchObject({
      endpointUrl: 'https://b.test/hook',
      token: 't1',
    });
  });
});

describe('replaced secrets', () => {
  it('stay valid for the overlap, and no secret is listed twice', async () => {
    const tenant = await mintTenant(database, { chatwoot: { webhookSecrets: ['one', 'two'] } });
    await writeConnection(tenant, 'chatwoot', { webhookSecrets: ['two', 'three'] });
    expect(await openedConnection(tenant, 'chatwoot')).toMatchObject({
      webhookSecrets: ['two', 'three'],
      retiredWebhookSecrets: [{ secret: 'one', validUntilMs: hours(24).getTime() }],
    });
    await writeConnection(
      tenant,
      'chatwoot',
      { webhookSecrets: ['four'] },
      { now: hours(23), secretOverlapHours: 2 },
    );
    const { retiredWebhookSecrets } = await openedConnection(tenant, 'chatwoot');
    expect(retiredWebhookSecrets).toEqual([
      { secret: 'two', validUntilMs: hours(25).getTime() },
      { secret: 'three', validUntilMs: hours(25).getTime() },
      { secret: 'one', validUntilMs: hours(24).getTime() },
    ]);
    await writeConnection(tenant, 'chatwoot', { answerWhen: 'pending' }, { now: hours(24.5) });
    expect(
      (await openedConnection(tenant, 'chatwoot')).retiredWebhookSecrets.map(({ secret }) => secret),
    ).toEqual(['two', 'three']);
  });

  it('end at once when webhook secrets are taken away, or when the overlap is 0', async () => {
    const tenant = await mintTenant(database, { chatwoot: { webhookSecrets: ['one'] } });
    await writeConnection(tenant, 'chatwoot', { webhookSecrets: ['two'] }, { secretOverlapHours: 0 });
    expect((await openedConnection(tenant, 'chatwoot')).retiredWebhookSecrets).toEqual([]);
    await writeConnection(tenant, 'chatwoot', { webhookSecrets: ['three'] });
    await writeConnection(tenant, 'chatwoot', { webhookSecrets: null });
    expect(await openedConnection(tenant, 'chatwoot')).toMatchObject({
      webhookSecrets: [],
      retiredWebhookSecrets: [],
    });
  });

  it('include the webhook key: the old one works during the overlap', async () => {
    const tenant = await mintTenant(database, { botpress: {} });
    const { webhookKey } = await writeConnection(tenant, 'botpress', {}, { rotateWebhookKey: true });
    const { webhookKeys } = database.platform;
    const [before, after] = [sha256(tenant.botpress?.webhookKey ?? null), sha256(webhookKey)];
    expect(await webhookKeys.findByHash(before, hours(23))).toMatchObject({ validUntil: hours(24) });
    expect(await webhookKeys.findByHash(before, hours(24))).toBeNull();
    expect(await webhookKeys.findByHash(after, hours(1_000))).toMatchObject({ validUntil: null });
  });
});
