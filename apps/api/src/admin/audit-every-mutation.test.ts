import type { AuditRecord } from '@tandem/db';
import { checksumsOf, createScratchDatabase, refuseInserts, testDatabaseUrl } from '@tandem/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send, waysOf } from '../../test/matrix/call-procedure.ts';
import { sampleOf } from '../../test/matrix/sample-of.ts';
import { seedIds } from '../../test/matrix/seed-ids.ts';
import { type Admin, openAdmin } from '../../test/open-admin.ts';
import { proceduresOf } from './procedures-of.ts';
import { adminRouter } from './router.ts';

let scratch: Awaited<ReturnType<typeof createScratchDatabase>>;
let admin: Admin;
beforeAll(async () => {
  scratch = await createScratchDatabase(testDatabaseUrl());
  admin = openAdmin({ databaseUrl: scratch.url, installation: { allowPrivate: true } });
}, 60_000);
afterAll(async () => {
  await admin.close();
  await scratch.drop();
});

/** These are for tenants that were deleted. */
const wantDeleted: ReadonlySet<string> = new Set(['tenants.purge', 'tenants.restore']);

/** These make changes one after the other, each with an audit row of its own, none of which belongs to the whole. */
const manyChanges: Record<string, string> = {
  'onboarding.run': 'each of its steps is a change, its report is one more',
  'deadLetters.dropAll': 'each letter is a change; without being told to, it only counts them',
  'deadLetters.replayAll': 'each letter is a change; without being told to, it only counts them',
  'syncRuns.startAll': 'each tenant that is to be synced is a change of its own',
};

const mutations = proceduresOf(adminRouter).filter(({ type }) => type === 'mutation');
const single = mutations.filter(({ name }) => manyChanges[name] === undefined);

async function prepare(name: string) {
  const ids = await seedIds(admin);
  const path = `/api/chatbot/tenants/${ids.tenantId}`;
  if (wantDeleted.has(name)) await admin.call('DELETE', path);
  // What the bot owns already is not released.
  if (name === 'sessions.release') await admin.call('POST', `${path}/sessions/${ids.sessionId}/handoff`);
  if (name === 'secrets.reseal') await endReseal();
  const [toRequest] = waysOf(mutations.find((one) => one.name === name) ?? single[0] ?? never());
  if (!toRequest) return never();
  return () => send(admin, toRequest(sampleOf(name, ids)), admin.deps.rootKey);
}

/** While one is under way, asking for it once more changes nothing. */
async function endReseal(): Promise<void> {
  const { reseals } = admin.database.platform;
  const { sealer, now } = admin.deps;
  const [keyId = ''] = sealer.keyIds;
  const held = await reseals.claim({ keyId, leaseMs: 1_000 });
  if (held) await reseals.finish({ ...held, now: now() });
}

const newest = async (): Promise<AuditRecord[]> =>
  (await admin.database.platform.auditLog.list({ limit: 200 })).items;

describe('every mutation', () => {
  it.each(single)(
    'leaves one audit row that says who did what to what, and no secret: $name',
    async ({ name }) => {
      const call = await prepare(name);
      const before = new Set((await newest()).map(({ id }) => id));
      const { status, text } = await call();
      expect([status < 300 || text]).toEqual([true]);
      const written = (await newest()).filter(({ id }) => !before.has(id));
      expect([name, written.map(({ action }) => action)]).toEqual([
        name,
        [expect.stringMatching(/^[a-z-]+\.[a-z-]+$/)],
      ]);
      const [row] = written;
      expect(row).toMatchObject({ actor: 'platform', subject: expect.stringMatching(/./) });
      for (const secret of ['another-secret-of-20', admin.deps.rootKey])
        expect(JSON.stringify(row)).not.toContain(secret);
    },
  );

  it.each(single)('changes nothing when its audit row cannot be written: $name', async ({ name }) => {
    const call = await prepare(name);
    const allow = await refuseInserts(scratch.url, 'audit_log');
    try {
      const { audit_log: _, ...before } = await checksumsOf(scratch.url);
      expect((await call()).status).toBe(500);
      const { audit_log: __, ...after } = await checksumsOf(scratch.url);
      expect(after).toEqual(before);
    } finally {
      await allow();
    }
  });

  it('is one change, or is known to be many', () => {
    const names = mutations.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(manyChanges)));
  });
});

function never(): never {
  throw new Error('there is no such procedure');
}
