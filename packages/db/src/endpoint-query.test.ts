import { openTestDatabase } from '@tandem/testkit/database';
import { mintTenant } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { openedConnection, writeConnection } from '../test/write-connection.ts';

const database = openTestDatabase();
afterAll(() => database.close());

describe('an engine’s URL', () => {
  it('keeps what stands behind the ? of an engine’s URL sealed, and has it whole for use', async () => {
    const tenant = await mintTenant(database);
    const whole = 'https://bot.example/hook?token=hunter2#x';
    const settings = { dialect: 'generic', endpointUrl: whole, webhookSecrets: ['s'] };
    const { connection, secretNames } = await writeConnection(tenant, 'botpress', settings);
    expect(connection.settings).toEqual({ endpointUrl: 'https://bot.example/hook' });
    expect(secretNames.sort()).toEqual(['endpointQuery', 'webhookSecrets']);
    expect((await openedConnection(tenant, 'botpress')).settings.endpointUrl).toBe(whole);
    await writeConnection(tenant, 'botpress', { webhookSecrets: ['t'] });
    expect((await openedConnection(tenant, 'botpress')).settings.endpointUrl).toBe(whole);
    await writeConnection(tenant, 'botpress', { endpointUrl: 'https://bot.example/hook' });
    expect((await openedConnection(tenant, 'botpress')).settings).not.toHaveProperty('endpointQuery');
    expect((await openedConnection(tenant, 'botpress')).settings.endpointUrl).toBe(
      'https://bot.example/hook',
    );
  });
});
