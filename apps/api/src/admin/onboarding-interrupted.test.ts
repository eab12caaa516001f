import { onboardTenant } from '@tandem/core/onboarding';
import { zOnboardTenant } from '@tandem/schemas/admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashUpstreams, Killed } from '../../test/crash-upstreams.ts';
import { type Admin, openAdmin } from '../../test/open-admin.ts';
import { type OnboardingRig, openOnboarding, outcomesOf } from '../../test/open-onboarding.ts';

const process = crashUpstreams();
let rig: OnboardingRig;
let admin: Admin;
let callsInAll = 0;

beforeAll(async () => {
  rig = await openOnboarding();
  const installation = { publicUrl: rig.url, allowPrivate: true, chatwoot: null, botpress: null };
  admin = openAdmin({ installation, upstreams: process.wrap });
});
afterAll(async () => {
  await admin.close();
  await rig.close();
});

async function mint() {
  const account = rig.mintAccount();
  const workspace = rig.mintWorkspace();
  const input = zOnboardTenant.parse({
    tenantId: await rig.mintTenant(),
    chatwoot: { ...account, inboxChannel: 'api' },
    botpress: workspace,
  });
  const run = (at: Parameters<typeof process.arm>[0]) => {
    process.arm(at);
    return onboardTenant({ ...admin.deps, actor: { type: 'platform' }, role: 'platform' }, input);
  };
  const count = async () => {
    const { accountId } = account;
    const own = <Row extends { accountId: number | null }>(rows: Row[]) =>
      rows.filter((row) => row.accountId === accountId);
    const bots = rig.cloud.bots(workspace.workspaceId);
    const page = { limit: 200 };
    const audit = await admin.database.enter(input.tenantId).audit.list(page);
    return {
      inboxes: own(rig.chatwoot.inboxes()).length,
      bots: own(rig.chatwoot.bots()).length,
      engineBots: bots.length,
      engineKeys: bots.flatMap(({ keys }) => [...keys]).length,
      integrations: bots.flatMap(({ integrations }) => Object.keys(integrations)).length,
      connections: new Set(
        audit.items.filter(({ action }) => action === 'connection.write').map(({ subject }) => subject),
      ).size,
    };
  };
  return { run, count };
}

const once = { inboxes: 1, bots: 1, engineBots: 1, engineKeys: 1, integrations: 1, connections: 2 };

describe('an onboarding that is interrupted twice', () => {
  it('makes so many calls when it is not', async () => {
    const { run, count } = await mint();
    expect((await run(null)).outcome).toBe('complete');
    callsInAll = process.calls();
    expect(callsInAll).toBe(20);
    expect(await count()).toEqual(once);
    await run(null);
    expect(process.calls()).toBeLessThan(callsInAll);
  });

  it('has everything once in the end, wherever it dies', async () => {
    const odd: unknown[] = [];
    for (let call = 1; call <= callsInAll; call += 1) {
      const { run, count } = await mint();
      await expect(run({ call, when: 'after' })).rejects.toBeInstanceOf(Killed);
      const second = { call: ((call * 7) % callsInAll) + 1, when: 'before' } as const;
      await run(second).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
      const third = await run(null);
      const counted = await count();
      const last = outcomesOf(await run(null));
      const isFound = Object.values(last).every((outcome) => outcome === 'found');
      const isGood =
        third.outcome === 'complete' && isFound && JSON.stringify(counted) === JSON.stringify(once);
      if (!isGood) odd.push({ call, second, third, counted, last });
    }
    expect(odd).toEqual([]);
  });
});
