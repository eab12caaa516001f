import { openTestDatabase } from '@tandem/testkit/database';
import { mintTenant, testActor } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';

const database = openTestDatabase();
afterAll(() => database.close());

const now = new Date('2026-03-02T09:00:00.000Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const progress = { total: 1, done: 1, failed: 0, entries: [] };
const request = { configVersion: 1, actor: testActor, now };
const holder = { name: 'w', leaseMs: 60_000, now };

const mintRuns = async () => (await mintTenant(database)).scope;

describe('the runs of a tenant', () => {
  it('are one that waits, however many ask at once', async () => {
    const { syncRuns } = await mintRuns();
    const asked = await Promise.all(Array.from({ length: 8 }, () => syncRuns.request(request)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
  });

  it('are asked for and taken at once, round after round, without a failure', async () => {
    const { syncRuns } = await mintRuns();
    for (let round = 0; round < 8; round += 1) {
      const { id } = await syncRuns.request(request);
      const ask = () => syncRuns.request(request);
      const take = () => syncRuns.claim(id, holder);
      const [, taken, , again] = await Promise.all([ask(), take(), ask(), take(), ask(), ask()]);
      const lease = taken ?? again ?? (await take());
      if (!lease) throw new Error('the run was not claimed');
      await syncRuns.finish(id, lease, { ...progress, status: 'failed', verifiedHash: null, now });
    }
  });

  it('are one more while one runs, and that one waits until it is over', async () => {
    const { syncRuns } = await mintRuns();
    const first = await syncRuns.request(request);
    const lease = await syncRuns.claim(first.id, holder);
    const second = await syncRuns.request(request);
    const third = await syncRuns.request(request);
    expect([second.id === first.id, third.id === second.id]).toEqual([false, true]);
    expect(await syncRuns.claim(second.id, holder)).toBeNull();
    if (!lease) throw new Error('the run was not claimed');
    await syncRuns.finish(first.id, lease, { ...progress, status: 'succeeded', verifiedHash: null, now });
    expect(await syncRuns.claim(second.id, holder)).toEqual({ token: 1 });
  });

  it('begin only when they are due, and an order pulls a scheduled one forward', async () => {
    const { syncRuns } = await mintRuns();
    await syncRuns.schedule({ configVersion: 2, dueAt: after(5_000), waitMsMax: 60_000, now });
    const [waiting] = (await syncRuns.list({ limit: 1 })).items;
    if (!waiting) throw new Error('nothing waits');
    expect(await syncRuns.claim(waiting.id, holder)).toBeNull();
    expect((await syncRuns.request(request)).dueAt).toEqual(now);
    expect(await syncRuns.claim(waiting.id, holder)).not.toBeNull();
  });

  it('wait on while writes go on, but not for ever', async () => {
    const { syncRuns } = await mintRuns();
    const dueAfter = async (atMs: number) => {
      const dueAt = after(atMs + 5_000);
      await syncRuns.schedule({ configVersion: 2, dueAt, waitMsMax: 60_000, now: after(atMs) });
      return (await syncRuns.list({ limit: 1 })).items[0]?.dueAt;
    };
    expect(await dueAfter(0)).toEqual(after(5_000));
    expect(await dueAfter(4_000)).toEqual(after(9_000));
    await syncRuns.schedule({ configVersion: 3, dueAt: after(13_000), waitMsMax: 10_000, now: after(8_000) });
    expect((await syncRuns.list({ limit: 1 })).items[0]?.dueAt).toEqual(after(10_000));
    // It is due by now: a write no longer holds it up.
    expect(await dueAfter(10_000)).toEqual(after(10_000));
  });

  it('pass to another worker when theirs died, who fences the first one out', async () => {
    const { syncRuns } = await mintRuns();
    const { id } = await syncRuns.request(request);
    const dead = await syncRuns.claim(id, { ...holder, leaseMs: 0 });
    const dueNow = async () => (await database.platform.syncWork.due(now, 1_000)).map((run) => run.syncRunId);
    await expect.poll(dueNow).toContain(id);
    const lease = await syncRuns.claim(id, holder);
    expect([dead, lease]).toEqual([{ token: 1 }, { token: 2 }]);
    expect(await dueNow()).not.toContain(id);
    if (!dead || !lease) throw new Error('the run was not claimed');
    const end = { ...progress, status: 'succeeded', verifiedHash: 'h', now } as const;
    expect([await syncRuns.renew(id, dead, 1_000), await syncRuns.progress(id, dead, progress)]).toEqual([
      false,
      false,
    ]);
    expect([await syncRuns.finish(id, dead, end), await syncRuns.finish(id, lease, end)]).toEqual([
      false,
      true,
    ]);
    expect(await syncRuns.get(id)).toMatchObject({ status: 'succeeded', done: 1, dueAt: null });
  });

  it('leave behind what they proved, and are forgotten after thirty days', async () => {
    const { syncRuns, syncState } = await mintRuns();
    expect(await syncState.read()).toBeNull();
    const finish = async (at: Date, verifiedHash: string | null) => {
      const { id } = await syncRuns.request({ ...request, now: at });
      const lease = await syncRuns.claim(id, { ...holder, now: at });
      if (!lease) throw new Error('the run was not claimed');
      const status = verifiedHash === null ? 'failed' : 'succeeded';
      await syncRuns.finish(id, lease, { ...progress, status, verifiedHash, now: at });
      return id;
    };
    const old = await finish(now, 'one');
    const later = after(31 * 24 * 3_600_000);
    await finish(later, null);
    expect(await syncState.read()).toEqual({ verifiedHash: 'one', verifiedAt: now });
    expect(await syncRuns.get(old)).toBeNull();
  });
});

describe('the platform', () => {
  it('sees what each tenant wants, what was proven, and whether a run is under way', async () => {
    const minted = await mintTenant(database, {
      config: { botName: 'One' },
      botpress: { webhookId: 'w', encryptionKey: 'k' },
    });
    const standing = async () => {
      const all = await database.platform.syncWork.standings({ afterId: null, limit: 100_000 });
      return all.find(({ tenantId }) => tenantId === minted.tenantId);
    };
    expect(await standing()).toMatchObject({
      configVersion: 1,
      knowledgeHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      connection: { id: minted.botpress?.connection.id },
      verifiedHash: null,
      isUnderWay: false,
    });
    await minted.scope.syncRuns.request(request);
    expect(await standing()).toMatchObject({ isUnderWay: true });
    expect((await database.platform.syncWork.counts()).queued).toBeGreaterThan(0);
  });
});
