import { newId } from '@tandem/runtime';
import { type ConnectionId, configDefaults, type TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { mintChatwoot, mintTenant, testActor, testSealer } from '@tandem/testkit/tenants';
import { TestClock } from '@tandem/testkit/test-clock';
import { afterAll, describe, expect, it } from 'vitest';
import { installationOf, openMemoryDirectory } from '../../test/memory-directory.ts';
import { createTenantDirectory } from './create-tenant-directory.ts';

const database = openTestDatabase();
afterAll(() => database.close());

const clock = new TestClock();
const { baseUrl, accountId } = mintChatwoot();
const installation = { baseUrl, accountId };
const upstreams = installationOf(installation);
const { directory: context, forget } = openMemoryDirectory({ database, upstreams, clock });
const directory = createTenantDirectory(context);

const now = clock.now();
const common = { actor: testActor, now, installation: null, mayClaimDefault: true };
const writeChatwoot = {
  ...common,
  provider: 'chatwoot' as const,
  secretSettings: ['botToken', 'adminToken', 'webhookSecrets'],
  sealer: testSealer,
};

describe('a tenant as the lanes see it', () => {
  it('has the defaults where nothing is set, and the installation’s bot', async () => {
    const { tenantId } = await mintTenant(database);
    expect(await directory.view(tenantId)).toEqual({
      tenantId,
      active: true,
      config: configDefaults,
      configVersion: 0,
      channel: null,
      engine: upstreams.botpress,
    });
  });

  it('has its own configuration over them', async () => {
    const config = { botName: 'Ada', escalationRules: { maxFallbacks: 1 } };
    const { tenantId } = await mintTenant(database, { config });
    expect(await directory.view(tenantId)).toMatchObject({
      configVersion: 1,
      config: {
        ...configDefaults,
        botName: 'Ada',
        escalationRules: { ...configDefaults.escalationRules, maxFallbacks: 1 },
      },
    });
  });

  it('has its own connections with their secrets opened', async () => {
    const chatwoot = { ...mintChatwoot(), adminToken: 'admin', answerWhen: 'pending-or-unassigned-open' };
    const botpress = { dialect: 'generic', endpointUrl: 'https://bot.test', webhookSecrets: ['s'] };
    const tenant = await mintTenant(database, { chatwoot, botpress });
    const view = await directory.view(tenant.tenantId);
    expect(view?.channel).toEqual({
      connectionId: tenant.chatwoot?.connection.id,
      answerWhen: 'pending-or-unassigned-open',
      settings: chatwoot,
    });
    expect(view?.engine).toMatchObject({
      dialect: 'generic',
      settings: { endpointUrl: 'https://bot.test', webhookSecrets: ['s'] },
    });
  });

  it('has the installation’s Chatwoot through an inbox of it', async () => {
    const config = { chatwootInboxId: '12' };
    const { tenantId } = await mintTenant(database, { installation, config });
    const view = await directory.view(tenantId);
    expect(view?.channel).toMatchObject({ answerWhen: 'pending', settings: upstreams.chatwoot?.settings });
  });

  it('is inactive while it is suspended', async () => {
    const { tenantId } = await mintTenant(database);
    await database.platform.tenants.patch(tenantId, { status: 'suspended', actor: testActor, now });
    expect(await directory.view(tenantId)).toMatchObject({ active: false });
  });

  it('is nobody when there is none', async () => expect(await directory.view(newId<TenantId>())).toBeNull());
});

describe('a conversation’s connection', () => {
  it('is found also when the tenant has moved to another Chatwoot', async () => {
    const old = mintChatwoot();
    const tenant = await mintTenant(database, { chatwoot: old });
    const oldId = tenant.chatwoot?.connection.id ?? newId<ConnectionId>();
    const moved = { ...mintChatwoot(), inboxId: null };
    const { connection } = await tenant.scope.connections.write({ ...writeChatwoot, settings: moved });
    forget();
    expect(await directory.channelSettings(tenant.tenantId, oldId)).toMatchObject({
      baseUrl: old.baseUrl,
      botToken: old.botToken,
    });
    expect(await directory.channelSettings(tenant.tenantId, connection.id)).toMatchObject({
      baseUrl: moved.baseUrl,
    });
  });

  it('is none in another tenant, or when it is gone', async () => {
    const [tenant, stranger] = [await mintTenant(database, { chatwoot: {} }), await mintTenant(database)];
    const id = tenant.chatwoot?.connection.id ?? newId<ConnectionId>();
    expect(await directory.channelSettings(stranger.tenantId, id)).toBeNull();
    expect(await directory.channelSettings(tenant.tenantId, newId<ConnectionId>())).toBeNull();
  });
});

describe('the knowledge of a tenant', () => {
  it('is that of its newest configuration, in its order', async () => {
    const entries = ['b', 'a'].map((question) => ({ question, answer: 'x', tags: ['t'] }));
    const tenant = await mintTenant(database, { knowledgeBase: entries });
    expect(await directory.knowledge(tenant.tenantId, 1)).toEqual(entries);
    await tenant.scope.config.write({ ...common, patch: {}, knowledgeBase: entries.toReversed() });
    expect(await directory.knowledge(tenant.tenantId, 2)).toEqual(entries.toReversed());
  });

  it('is none where there is none', async () => {
    expect(await directory.knowledge((await mintTenant(database)).tenantId, 0)).toEqual([]);
    expect(await directory.knowledge(newId<TenantId>(), 1)).toEqual([]);
  });
});
