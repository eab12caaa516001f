import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScratchDatabase, testDatabaseUrl } from '@tandem/testkit/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Admin } from '../../../api/test/open-admin.ts';
import { serveAdmin } from '../../../api/test/serve-admin.ts';
import { runTandem } from '../../test/run-tandem.ts';
import { openBulkPlace } from '../settings/bulk-place.ts';

/** A database of its own: the tenants of other tests are not to be touched. */
let admin: Admin & { url: string };
let drop: () => Promise<void>;
beforeAll(async () => {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  drop = scratch.drop;
  const settings = { token: 't', botId: 'b' };
  const installation = { botpress: { dialect: 'chat_api' as const, settings } };
  admin = await serveAdmin({ databaseUrl: scratch.url, installation });
});
afterAll(async () => {
  await admin.close();
  await drop();
});

it('a sync of all tenants says how many were found how, and is followed until nothing waits', async () => {
  for (const name of ['One', 'Two']) await admin.call('POST', '/api/chatbot/tenants', { body: { name } });
  const environment = { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey };
  const running = runTandem(['sync', 'run', '--all', '--wait'], { environment });
  const { syncWork } = admin.database.platform;
  await expect.poll(async () => (await syncWork.counts()).queued, { timeout: 20_000 }).toBe(2);
  for (const { tenantId, syncRunId: id } of await syncWork.due(admin.clock.now(), 10)) {
    const { syncRuns } = admin.database.enter(tenantId);
    const now = admin.clock.now();
    const lease = await syncRuns.claim(id, { name: 'w', leaseMs: 60_000, now });
    if (!lease) throw new Error('the run was not claimed');
    const progress = { total: 0, done: 0, failed: 0, entries: [] };
    await syncRuns.finish(id, lease, { ...progress, status: 'succeeded', verifiedHash: null, now });
  }
  const { exitCode, stdout } = await running;
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^tenants +2$/m);
  expect(stdout).toMatch(/^queued +2$/m);
});

it('one that was interrupted goes on where it was, and begins anew when it is told to', async () => {
  const state = await mkdtemp(join(tmpdir(), 'tandem-state-'));
  const environment = { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey, XDG_STATE_HOME: state };
  const place = openBulkPlace({ XDG_STATE_HOME: state }, { name: 'sync-all', url: admin.url });
  // All were started when the command was interrupted.
  const interrupted = { cursor: null, counts: { tenants: 700, queued: 300 } };
  place.write(interrupted);
  const resumed = await runTandem(['sync', 'run', '--all'], { environment });
  expect([resumed.exitCode, resumed.stdout]).toEqual([0, expect.stringMatching(/^tenants +700$/m)]);
  expect(place.read()).toBeNull();
  place.write(interrupted);
  const anew = await runTandem(['sync', 'run', '--all', '--restart'], { environment });
  expect(anew.stdout).toMatch(/^tenants +2$/m);
  await rm(state, { recursive: true });
});
