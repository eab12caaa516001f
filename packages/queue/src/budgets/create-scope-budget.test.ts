import { describe, expect, it } from 'vitest';
import { type SimulatedTime, simulateTime } from '../../test/simulated-time.ts';
import { bucketFor, takeTokens } from './bucket.ts';
import { type BudgetNeed, type BudgetVerdict, createScopeBudget } from './create-scope-budget.ts';

const openScope = (input: { limitPerMin: number; askMs?: number; time?: SimulatedTime }) => {
  const time = input.time ?? simulateTime();
  const bucket = bucketFor(input.limitPerMin, 0.05);
  let [fullAtMs, asks] = [0, 0];
  const budget = createScopeBudget({
    bucket,
    source: {
      take: async (wants) => {
        asks += 1;
        if (input.askMs) await new Promise<void>((resolve) => time.later(input.askMs ?? 0, resolve));
        const taken = takeTokens(bucket, { lackMs: fullAtMs - time.nowMs(), wants });
        fullAtMs = time.nowMs() + taken.lackMs;
        return taken;
      },
    },
    processes: () => 1,
    nowMs: time.nowMs,
    later: time.later,
    onOutcome: () => {},
  });
  const answers: { tenantId: string; verdict: BudgetVerdict; waitedMs: number }[] = [];
  const take = (tenantId: string, need: BudgetNeed = 'new') => {
    const askedAtMs = time.nowMs();
    void budget
      .take({ tenantId, need })
      .then((verdict) => answers.push({ tenantId, verdict, waitedMs: time.nowMs() - askedAtMs }));
  };
  const grantsOf = (tenantId: string) =>
    answers.filter((answer) => answer.tenantId === tenantId && answer.verdict.granted);
  return { time, bucket, take, answers, grantsOf, asks: () => asks };
};

describe('a budget that many want', () => {
  it('serves those who keep to their share at once while another floods', async () => {
    const { time, take, answers, grantsOf } = openScope({ limitPerMin: 600 });
    for (let step = 0; step < 600; step += 1) {
      for (let count = 0; count < 5; count += 1) take('flood');
      if (step % 10 === 0) for (const tenantId of ['one', 'two', 'three']) take(tenantId);
      await time.pass(100);
    }
    for (const tenantId of ['one', 'two', 'three']) {
      const waits = answers.filter((answer) => answer.tenantId === tenantId);
      expect(waits).toHaveLength(60);
      expect(waits.every(({ verdict, waitedMs }) => verdict.granted && waitedMs <= 10)).toBe(true);
    }
    // What the others leave is not wasted.
    const granted = grantsOf('flood').length + 180;
    expect(granted).toBeGreaterThan(510);
    expect(granted).toBeLessThanOrEqual(600);
  });

  it('is shared by turns between those who want more', async () => {
    const { time, take, grantsOf } = openScope({ limitPerMin: 3_000 });
    for (let step = 0; step < 600; step += 1) {
      for (let count = 0; count < 30; count += 1) take('much');
      for (let count = 0; count < 6; count += 1) take('less');
      await time.pass(100);
    }
    const [much, less] = [grantsOf('much').length, grantsOf('less').length];
    expect(Math.abs(much - less)).toBeLessThan(0.1 * less);
  });

  it('tells those who cannot be served soon to come again, one after the other', async () => {
    const { time, take, answers } = openScope({ limitPerMin: 60 });
    for (let count = 0; count < 40; count += 1) take('one');
    await time.pass(300);
    const waitsMs = answers.flatMap(({ verdict }) => (verdict.granted ? [] : [verdict.retryAfterMs]));
    expect(waitsMs.length).toBeGreaterThan(25);
    expect(waitsMs.toSorted((a, b) => a - b)).toEqual(waitsMs);
    expect(new Set(waitsMs).size).toBeGreaterThan(10);
    expect(Math.max(...waitsMs)).toBeLessThanOrEqual(20_000);
    expect(answers.every(({ waitedMs }) => waitedMs <= 250)).toBe(true);
  });

  it('has those who keep to their share come again in their own line, not after a turn of everybody', async () => {
    const { time, bucket, take, answers } = openScope({ limitPerMin: 60 });
    const tenants = Array.from({ length: 20 }, (_, index) => `tenant ${index}`);
    for (const tenantId of tenants) take(tenantId);
    await time.pass(1_000);
    const refused = answers.flatMap(({ verdict }) => (verdict.granted ? [] : [verdict.retryAfterMs]));
    expect(refused.length).toBeGreaterThan(8);
    expect(Math.min(...refused)).toBeLessThanOrEqual(bucket.intervalMs + 1);
    expect(Math.max(...refused)).toBeLessThanOrEqual(refused.length * bucket.intervalMs + 1);
  });

  it('lets work that was begun go on before new work', async () => {
    const { time, take, answers } = openScope({ limitPerMin: 600 });
    for (let count = 0; count < 60; count += 1) take('flood');
    await time.pass(100);
    take('flood', 'follow-up');
    await time.pass(300);
    expect(answers.at(-1)).toMatchObject({ verdict: { granted: true } });
  });

  it('leaves out what is optional as soon as it is short, and never lets it wait', async () => {
    const { time, take, answers } = openScope({ limitPerMin: 600 });
    take('one', 'optional');
    await time.pass(1);
    expect(answers.at(-1)?.verdict.granted).toBe(true);
    for (let count = 0; count < 12; count += 1) take('one');
    await time.pass(1);
    take('two', 'optional');
    await time.pass(1);
    expect(answers.at(-1)).toMatchObject({ tenantId: 'two', verdict: { granted: false }, waitedMs: 0 });
    take('two');
    await time.pass(1);
    expect(answers.at(-1)).toMatchObject({ tenantId: 'two', verdict: { granted: true } });
  });
});

describe('a budget that is large', () => {
  it('needs few round trips for thousands of requests a second', async () => {
    const { time, take, answers, asks } = openScope({ limitPerMin: 600_000, askMs: 1 });
    for (let step = 0; step < 1_000; step += 1) {
      for (let count = 0; count < 4; count += 1) take(`tenant-${count}`);
      await time.pass(1);
    }
    await time.pass(10);
    expect(answers.filter(({ verdict }) => verdict.granted)).toHaveLength(4_000);
    expect(asks()).toBeLessThan(100);
  });

  it('has a grant spent within a second or not at all', async () => {
    const { time, take, answers } = openScope({ limitPerMin: 600 });
    take('one');
    await time.pass(0);
    const verdict = answers[0]?.verdict;
    expect(verdict?.granted && verdict.isFresh()).toBe(true);
    await time.pass(1_000);
    expect(verdict?.granted && verdict.isFresh()).toBe(false);
  });
});
