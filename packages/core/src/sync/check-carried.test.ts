import { openTestDatabase } from '@tandem/testkit/database';
import { openSyncStage } from '@tandem/testkit/sync-stage';
import { mintTenant } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { entry, syncOnce } from '../../test/sync-tenants.ts';

const database = openTestDatabase();
afterAll(() => database.close());

describe('a sync of what travels with every request', () => {
  it.each([
    ['generic', { dialect: 'generic', endpointUrl: 'https://bot.test', webhookSecrets: ['s'] }],
    ['chat_api', { dialect: 'chat_api', webhookId: 'w', encryptionKey: 'k' }],
  ])('asks nobody, and says so: %s', async (dialect, botpress) => {
    const stage = await openSyncStage(database);
    const { scope } = await mintTenant(database, { botpress, knowledgeBase: [entry('One?')] });
    const run = await syncOnce(stage, scope);
    expect(run).toMatchObject({ status: 'succeeded', total: 2 });
    for (const one of run.entries) {
      expect(one).toMatchObject({
        outcome: 'unchanged',
        reason: expect.stringContaining(`${dialect} carries it`),
      });
    }
    expect(stage.fake.counters()).toEqual({});
    await stage.close();
  });
});
