import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintPatient, type Patient } from '../../../api/test/mint-patient.ts';
import { rootKey } from '../../../api/test/open-api.ts';
import { type DoctorRig, openDoctor } from '../../../api/test/open-doctor.ts';
import { runTandem } from '../../test/run-tandem.ts';

let rig: DoctorRig;
let patient: Patient;
beforeAll(async () => {
  rig = await openDoctor();
  patient = await mintPatient(rig);
});
afterAll(() => rig.close());

const tandem = async (args: string[], environment: Record<string, string> = {}) => {
  await rig.database.platform.heartbeats.noteWorker(new Date());
  return await runTandem(args, { environment: { TANDEM_URL: rig.url, TANDEM_KEY: rootKey, ...environment } });
};

describe('tandem doctor', () => {
  it('looks at the installation, and at a tenant', async () => {
    const installation = await tandem(['doctor']);
    expect([installation.exitCode, installation.stderr]).toEqual([0, '']);
    expect(installation.stdout).toMatch(/^✓ mysql\.server +MySQL: \d+\.\d+/m);
    expect(installation.stdout.trimEnd().split('\n').at(-1)).toMatch(/^\d+ ok$/);
    const tenant = await tandem(['doctor', patient.tenantId]);
    expect([tenant.exitCode, tenant.stderr]).toEqual([0, '']);
    expect(tenant.stdout).toMatch(/^✓ chatwoot\.signature +the signature: A test came through/m);
  });

  it('ends with 0 for what is worth a look, with --strict not; the cure stands below', async () => {
    const { chatwoot, inboxId, tenantId } = patient;
    chatwoot.setInbox({ inboxId, greets: true });
    const lax = await tandem(['doctor', tenantId]);
    expect(lax.exitCode).toBe(0);
    expect(lax.stdout).toMatch(/^! inbox\.greeting +inbox \d+: .*greeted twice\.\n +→ Switch it off/m);
    expect((await tandem(['doctor', tenantId, '--strict'])).exitCode).toBe(5);
    chatwoot.setInbox({ inboxId, greets: false });
  });

  it('walks all tenants and shows the troubled ones alone; ends with 5 when something is broken', async () => {
    const { tenant } = await rig.call('POST', '/tenants', { name: 'New' });
    const { exitCode, stdout } = await tandem(['doctor', '--all', '--concurrency', '2']);
    expect(exitCode).toBe(5);
    expect(stdout).toContain(`${tenant.slug}  ${tenant.id}`);
    expect(stdout).not.toContain(patient.tenantId);
    expect(stdout).toMatch(/^✗ chatwoot\.connection +the Chatwoot connection: .*\n +→ tandem onboard/m);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('2 tenants, 1 of them with something to look at');
    const json = await tandem(['doctor', '--all', '--json']);
    const answer = JSON.parse(json.stdout);
    expect([json.exitCode, answer.tenants, answer.installation.healthy]).toEqual([5, 2, true]);
    expect(answer.troubled).toMatchObject([{ id: tenant.id, examined: { healthy: false } }]);
  });

  it('says what it can when no api answers', async () => {
    const nowhere = { TANDEM_URL: 'http://127.0.0.1:1' };
    const { exitCode, stdout, stderr } = await tandem(['doctor'], nowhere);
    expect([exitCode, stderr]).toEqual([5, '']);
    expect(stdout).toMatch(
      /^✗ api\.reachable +http:\/\/127\.0\.0\.1:1: No usable answer.*\n +→ Start the api/m,
    );
    const all = await tandem(['doctor', '--all', '--json'], nowhere);
    expect([all.exitCode, JSON.parse(all.stdout).installation.findings[0].check]).toEqual([
      5,
      'api.reachable',
    ]);
  });

  it('takes a refused key and a wrong command line for what they are', async () => {
    expect((await tandem(['doctor'], { TANDEM_KEY: 'wrong' })).exitCode).toBe(3);
    expect((await tandem(['doctor', '01997d2e-0000-7000-8000-000000000001'])).exitCode).toBe(4);
    const both = await tandem(['doctor', patient.tenantId, '--all']);
    expect([both.exitCode, both.stderr]).toEqual([2, expect.stringContaining('--all')]);
    expect((await tandem(['doctor', '--all', '--concurrency', '0'])).exitCode).toBe(2);
  });
});
