import { testDatabaseUrl } from '@tandem/testkit/database';
import { mintChatwoot, mintTenant, testActor } from '@tandem/testkit/tenants';
import { expect, it } from 'vitest';
import { Database } from '../database.ts';
import { createScratchDatabase } from '../scratch-database.ts';
import { Sealer } from '../sealed.ts';

const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;

it('keeps a process from starting without a key that stored secrets need', async () => {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  const database = new Database({ url: scratch.url, poolSize: 2 });
  try {
    const { connections } = database.platform;
    expect(await connections.keyIdsInUse()).toEqual([]);
    const { scope } = await mintTenant(database);
    const write = (sealer: Sealer, settings: Record<string, unknown>) =>
      scope.connections.write({
        provider: 'chatwoot',
        settings,
        secretSettings: ['botToken', 'webhookSecrets'],
        sealer,
        actor: testActor,
        now: new Date(),
        installation: null,
        mayClaimDefault: false,
      });
    await write(new Sealer(key('old', 1)), mintChatwoot());
    expect(await connections.keyIdsInUse()).toEqual(['old']);
    const both = new Sealer(`${key('new', 2)},${key('old', 1)}`);
    await connections.assertKeysKnown(both);
    await expect(connections.assertKeysKnown(new Sealer(key('new', 2)))).rejects.toThrow(
      'TANDEM_ENCRYPTION_KEYS lacks the key old, which stored secrets are sealed with: put it back',
    );
    await write(both, { webhookSecrets: ['another'] });
    expect(await connections.keyIdsInUse()).toEqual(['new']);
  } finally {
    await database.close();
    await scratch.drop();
  }
});
