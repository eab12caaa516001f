import { createFakeChatwoot } from '@tandem/integrations/fakes';
import { tenantChecks } from '@tandem/schemas/admin';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { mintPatient } from '../../test/mint-patient.ts';
import { type DoctorRig, openDoctor, troublesOf } from '../../test/open-doctor.ts';
import { botpressTroubles } from '../../test/troubles/botpress-troubles.ts';
import { chatwootTroubles } from '../../test/troubles/chatwoot-troubles.ts';
import { inboxTroubles } from '../../test/troubles/inbox-troubles.ts';
import type { Trouble } from '../../test/troubles/trouble.ts';
import { workTroubles } from '../../test/troubles/work-troubles.ts';

let rig: DoctorRig;
const ends: (() => Promise<void>)[] = [];
beforeAll(async () => {
  rig = await openDoctor();
});
afterAll(() => rig.close());
afterEach(async () => {
  rig.setProxy(() => null);
  rig.cloud.knobs.failIndexing = () => null;
  for (const end of ends.splice(0)) await end();
});

const troubles = [...chatwootTroubles, ...inboxTroubles, ...botpressTroubles, ...workTroubles];
/** What is wrong with a tenant that was only just created. */
const ofNew = ['botpress.connection broken', 'chatwoot.connection broken'];

async function openChatwoot({ version, clockAheadMs = 0 }: NonNullable<Trouble['chatwoot']>) {
  const now = () => Date.now() + clockAheadMs;
  const chatwoot = createFakeChatwoot({ now, ...(version && { version }) });
  ends.push(() => chatwoot.close());
  return { chatwoot, chatwootUrl: (await chatwoot.listen()).url };
}

describe('the doctor', () => {
  it('is held by a row for every check there is of a tenant', () => {
    const named = [...troubles.flatMap(({ finds }) => finds), ...ofNew].map((find) => find.split(' ')[0]);
    expect([...new Set(named)].sort()).toEqual([...tenantChecks].sort());
  });

  it('names what a new tenant lacks', async () => {
    const { tenant } = await rig.call('POST', '/tenants', { name: 'New' });
    expect(troublesOf(await rig.examine(tenant.id))).toEqual(ofNew);
  });

  it.each(troubles)(
    'names it when $name',
    async ({ seed, finds, cure, chatwoot, guarded }) => {
      const patient = await mintPatient(rig, chatwoot && (await openChatwoot(chatwoot)));
      const tidyUp = await seed(patient);
      if (typeof tidyUp === 'function') ends.push(async () => void (await tidyUp()));
      // A change is live in every process within a second; with what is cached until then the self-test still works.
      const diagnosis = await vi.waitFor(
        async () => {
          const found = await rig.examine(patient.tenantId, guarded ? { guarded } : {});
          expect(troublesOf(found)).toEqual(finds);
          return found;
        },
        { timeout: 15_000, interval: 250 },
      );
      expect(diagnosis.healthy).toBe(finds.every((find) => find.endsWith('warn')));
      const told = diagnosis.findings.filter(({ status }) => status === 'warn' || status === 'broken');
      expect(told.map((finding) => finding.cure ?? '').join('\n')).toMatch(cure);
    },
    45_000,
  );
});
