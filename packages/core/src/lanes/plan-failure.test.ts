import { expect, it } from 'vitest';
import { failuresMax, planFailure } from './plan-failure.ts';

const planOf = (failures: number, hasHead = true) => planFailure({ failures, hasHead, random: 0.5 });

it('tries again after gaps that grow, then ends what it fails at, at last without what follows', () => {
  const plans = Array.from({ length: 7 }, (_, index) => planOf(index + 1));
  expect(plans).toEqual([
    ...[2_000, 4_000, 8_000, 16_000, 32_000].map((afterMs) => ({ end: false, afterMs })),
    { end: true, bare: false },
    { end: true, bare: true },
  ]);
});

it('goes on for ever, once a minute, where nothing is known that could be ended', () => {
  expect(planOf(failuresMax + 20, false)).toEqual({ end: false, afterMs: 60_000 });
});

it('spreads the tries of many lanes', () => {
  const at = (random: number) => planFailure({ failures: 1, hasHead: true, random });
  expect([at(0), at(0.999)]).toEqual([
    { end: false, afterMs: 1_600 },
    { end: false, afterMs: 2_399 },
  ]);
});
