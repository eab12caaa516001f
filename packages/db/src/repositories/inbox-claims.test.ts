import { openTestDatabase } from '@tandem/testkit/database';
import { type MintedTenant, mintChatwoot, mintTenant } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { writeConnection } from '../../test/write-connection.ts';

const database = openTestDatabase();
afterAll(() => database.close());

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
    await writeConnection(tenant, 'chatwoot', { inboxId: null });
    expect(await routeOf(tenant, 5)).toBeNull();
    expect(await routeOf(tenant, 6)).toEqual(owner);
  });

  it('follow the tenant from the default Chatwoot to its own', async () => {
    const { baseUrl, accountId } = mintChatwoot();
    const installation = { baseUrl, accountId };
    const tenant = await mintTenant(database, { installation, config: { chatwootInboxId: '9' } });
    const made = await writeConnection(
      tenant,
      'chatwoot',
      { ...mintChatwoot(), inboxId: null },
      { installation },
    );
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
    await expect(writeConnection(tenant, 'chatwoot', settings, { installation })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await writeConnection(tenant, 'chatwoot', settings, { installation, mayClaimDefault: true });
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
    await expect(writeConnection(tenant, 'chatwoot', spelt, { installation })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('of an inbox that is taken are a conflict', async () => {
    const settings = mintChatwoot();
    await mintTenant(database, { chatwoot: settings });
    const other = await mintTenant(database);
    await expect(writeConnection(other, 'chatwoot', settings)).rejects.toMatchObject({ code: 'conflict' });
    expect(await other.scope.connections.active('chatwoot')).toBeNull();
  });
});
