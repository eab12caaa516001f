import { installationChecks, tenantChecks } from '@tandem/schemas/admin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintPatient } from '../../test/mint-patient.ts';
import { type DoctorRig, openDoctor, troublesOf } from '../../test/open-doctor.ts';

let rig: DoctorRig;
beforeAll(async () => {
  rig = await openDoctor();
});
afterAll(() => rig.close());

describe('a healthy tenant', () => {
  it('gives no finding that is not ok, one at least of every check', async () => {
    const { tenantId } = await mintPatient(rig);
    const { findings, healthy } = await rig.examine(tenantId);
    expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(healthy).toBe(true);
    expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual([...tenantChecks].sort());
  });

  it('is not changed by being looked at, and few requests are made', async () => {
    const { tenantId, chatwoot, accountId } = await mintPatient(rig);
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
    const before = [sum(chatwoot.counters().requests), sum(rig.cloud.counters())];
    const webhooks = JSON.stringify(chatwoot.counters().webhooks);
    const audit = async () => (await rig.database.enter(tenantId).audit.list({ limit: 100 })).items.length;
    const audited = await audit();
    await rig.examine(tenantId);
    const [chatwootRequests, cloudRequests] = [sum(chatwoot.counters().requests), sum(rig.cloud.counters())];
    expect(chatwootRequests - (before[0] ?? 0)).toBeLessThanOrEqual(10);
    expect(cloudRequests - (before[1] ?? 0)).toBeLessThanOrEqual(4);
    expect(JSON.stringify(chatwoot.counters().webhooks)).toBe(webhooks);
    expect(await audit()).toBe(audited);
    expect(chatwoot.conversations({ accountId })).toEqual([]);
  });

  it('is told no secret', async () => {
    const patient = await mintPatient(rig);
    const told = JSON.stringify(await rig.examine(patient.tenantId));
    const { adminToken, bot, engine } = patient;
    const hook = patient.chatwoot.bots().find(({ id }) => id === bot.id)?.outgoingUrl ?? '';
    for (const secret of [adminToken, bot.secret, bot.token, engine.token, hook.split('/').at(-1) ?? ''])
      expect(told).not.toContain(secret);
  });
});

describe('a healthy installation', () => {
  it('gives no finding that is not ok, one at least of every check', async () => {
    await rig.database.platform.heartbeats.noteWorker(new Date());
    const { findings } = await rig.examineInstallation();
    expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual([...installationChecks].sort());
    expect(troublesOf({ findings })).toEqual([]);
  });
});
