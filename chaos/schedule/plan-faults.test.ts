import { expect, it } from 'vitest';
import { faultNames, planFaults, timedFaults } from './plan-faults.ts';

const plan = (seed: number, trafficMs = 72_000) => planFaults({ seed, faults: faultNames, trafficMs });
const seeds = Array.from({ length: 50 }, (_, seed) => seed);

it('gives the same faults at the same times for the same seed, and others for another', () => {
  expect(plan(7)).toEqual(plan(7));
  expect(plan(7)).not.toEqual(plan(8));
});

it('strikes each fault once and all of them while customers write', () => {
  for (const seed of seeds) {
    const planned = plan(seed);
    expect(planned.map(({ name }) => name).sort()).toEqual(Object.keys(timedFaults).sort());
    for (const { startsAtMs, lastsMs } of planned) expect(startsAtMs + lastsMs).toBeLessThan(72_000);
  }
});

it('breaks one thing at a time, beside a stopped worker', () => {
  for (const seed of seeds) {
    const others = plan(seed).filter(({ name }) => name !== 'worker-stop');
    for (const [index, { startsAtMs }] of others.entries()) {
      const before = others[index - 1];
      if (before) expect(startsAtMs).toBeGreaterThanOrEqual(before.startsAtMs + before.lastsMs + 5_000);
    }
  }
});

it('never kills the worker that is stopped', () => {
  for (const seed of seeds) {
    const [stopped, killed] = ['worker-stop', 'worker-kill'].map((name) =>
      plan(seed).find((fault) => fault.name === name),
    );
    expect(stopped?.worker).not.toBe(killed?.worker);
  }
});

it('keeps to the faults that were chosen', () => {
  const planned = planFaults({ seed: 3, faults: ['redis-kill', 'cut-after-store'], trafficMs: 5_000 });
  expect(planned).toMatchObject([{ name: 'redis-kill', lastsMs: 10_000 }]);
});
