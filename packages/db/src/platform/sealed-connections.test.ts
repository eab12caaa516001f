import { testDatabaseUrl } from '@tandem/testkit/database';
import { mintChatwoot, mintTenant, testActor } from '@tandem/testkit/tenants';
import { expect, it } from 'vitest';
import { Database } from '../database.ts';
import { openSealer } from '../open-sealer.ts';
import { createScratchDatabase } from '../scratch-database.ts';
import type { Sealer } from '../sealed.ts';

const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;

it('keeps a process from starting without a key that stored secrets need, until they are sealed anew', async () => {
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
    await write(openSealer(key('old', 1)), mintChatwoot());
    expect(await connections.keyIdsInUse()).toEqual(['old']);
    const both = openSealer(`${key('new', 2)},${key('old', 1)}`);
    await connections.assertKeysKnown(both);
    await expect(connections.assertKeysKnown(openSealer(key('new', 2)))).rejects.toThrow(
      'TANDEM_ENCRYPTION_KEYS lacks the key old, which stored secrets are sealed with: put it back',
    );
    expect(await connections.reseal(both, 10)).toBe(1);
    expect(await connections.reseal(both, 10)).toBe(0);
    expect(await connections.keyIdsInUse()).toEqual(['new']);
    const { secretNames } = await write(openSealer(key('new', 2)), { webhookSecrets: ['another'] });
    expect(secretNames).toContain('botToken');
  } finally {
    await database.close();
    await scratch.drop();
  }
});
