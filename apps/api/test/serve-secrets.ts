import { carryReseal } from '@tandem/core/secrets';
import { openSealer } from '@tandem/db';
import { createScratchDatabase, testDatabaseUrl, testEncryptionKeys } from '@tandem/testkit';
import { serveAdmin } from './serve-admin.ts';

/** The admin app on a port and a database of its own, whose encryption key can be replaced. */
export async function serveSecrets() {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  const admin = await serveAdmin({ databaseUrl: scratch.url });
  const { deps, clock, database } = admin;
  const start = () => database.platform.dataKeys.assertUsable(deps.sealer, clock.now());
  await start();
  return {
    ...admin,
    /** As after a restart with a newer key before the old one, whose id is `test`. */
    putFirst: async (id: string): Promise<void> => {
      deps.sealer = openSealer(`${id}:${Buffer.alloc(32, 8).toString('base64')},${testEncryptionKeys}`);
      clock.advance(1_000);
      await start();
    },
    /** What a worker would do; answers whether there was anything to do. */
    carryReseal: () => carryReseal({ ...deps, leaseMs: 60_000, log: { info: () => {} } }),
    close: async () => {
      await admin.close();
      await scratch.drop();
    },
  };
}
