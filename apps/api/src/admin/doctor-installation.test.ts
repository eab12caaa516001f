import { installationChecks } from '@tandem/schemas/admin';
import { createScratchDatabase, testDatabaseUrl } from '@tandem/testkit/database';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Admin, openAdmin } from '../../test/open-admin.ts';
import { troublesOf } from '../../test/open-doctor.ts';
import { installationTroubles } from '../../test/troubles/installation-troubles.ts';

let admin: Admin;
let scratch: Awaited<ReturnType<typeof createScratchDatabase>>;
let healthy: Partial<Admin['deps']>;
beforeAll(async () => {
  scratch = await createScratchDatabase(testDatabaseUrl());
  admin = openAdmin({ databaseUrl: scratch.url, installation: { chatwoot: null } });
  const { deps } = admin;
  deps.setUps = { ...deps.setUps, selfTest: async () => ({ status: 401, reason: null }) };
  deps.now = () => new Date();
  const { setUps, installation, sealer, now, vitals } = deps;
  healthy = { setUps, installation, sealer, now, vitals: { ...vitals } };
});
afterAll(async () => {
  await admin.close();
  await scratch.drop();
});
afterEach(() => Object.assign(admin.deps, { ...healthy, vitals: { ...healthy.vitals } }));

const examine = async () => (await admin.call('GET', '/api/chatbot/doctor')).body;

describe('the doctor of an installation', () => {
  it('is held by a row for every check there is', () => {
    const named = installationTroubles.flatMap(({ finds }) => finds.map((find) => find.split(' ')[0]));
    expect([...new Set(named)].sort()).toEqual([...installationChecks].sort());
  });

  it('finds nothing where nothing is wrong', async () => {
    await admin.database.platform.heartbeats.noteWorker(new Date());
    expect(troublesOf(await examine())).toEqual([]);
  });

  it.each(installationTroubles)('names it when $name', async ({ seed, finds, cure }) => {
    await admin.database.platform.heartbeats.noteWorker(new Date());
    await seed(admin);
    const diagnosis = await examine();
    expect(troublesOf(diagnosis)).toEqual(finds);
    expect(diagnosis.healthy).toBe(finds.every((find) => find.endsWith('warn')));
    const cures = diagnosis.findings.map((finding: { cure?: string }) => finding.cure ?? '');
    expect(cures.join('\n')).toMatch(cure);
  });

  it('says what it can while the database is away, to whoever has the root key', async () => {
    const lost = openAdmin({ databaseUrl: 'mysql://nobody@127.0.0.1:1/none' });
    const { status, body } = await lost.call('GET', '/api/chatbot/doctor');
    expect([status, troublesOf(body)]).toEqual([200, ['mysql.server broken']]);
    const [first] = body.findings;
    expect(first).toMatchObject({ check: 'mysql.server', message: 'It cannot be used: ECONNREFUSED.' });
    const workers = body.findings.find(({ check }: { check: string }) => check === 'workers.alive');
    expect(workers).toMatchObject({ status: 'skipped', message: expect.stringContaining('mysql.server') });
    await lost.close();
  });
});
