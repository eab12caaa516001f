import { openTestDatabase } from '@tandem/testkit/database';
import { type MintedTenant, mintTenant, testActor, testSealer } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { openConnection } from './open-connection.ts';
import type { ConnectionWrite } from './repositories/connections.ts';

const database = openTestDatabase();
afterAll(() => database.close());

const now = new Date('2026-03-02T09:00:00.000Z');
const common = {
  secretSettings: ['botToken', 'adminToken', 'webhookSecrets', 'encryptionKey', 'token'],
  sealer: testSealer,
  actor: testActor,
  now,
  installation: null,
  mayClaimDefault: false,
};

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

describe('an engine’s URL', () => {
  it('keeps what stands behind the ? of an engine’s URL sealed, and has it whole for use', async () => {
    const tenant = await mintTenant(database);
    const whole = 'https://bot.example/hook?token=hunter2#x';
    const settings = { dialect: 'generic', endpointUrl: whole, webhookSecrets: ['s'] };
    const { connection, secretNames } = await write(tenant, 'botpress', settings);
    expect(connection.settings).toEqual({ endpointUrl: 'https://bot.example/hook' });
    expect(secretNames.sort()).toEqual(['endpointQuery', 'webhookSecrets']);
    expect((await opened(tenant, 'botpress')).settings.endpointUrl).toBe(whole);
    await write(tenant, 'botpress', { webhookSecrets: ['t'] });
    expect((await opened(tenant, 'botpress')).settings.endpointUrl).toBe(whole);
    await write(tenant, 'botpress', { endpointUrl: 'https://bot.example/hook' });
    expect((await opened(tenant, 'botpress')).settings).not.toHaveProperty('endpointQuery');
    expect((await opened(tenant, 'botpress')).settings.endpointUrl).toBe('https://bot.example/hook');
  });
});
