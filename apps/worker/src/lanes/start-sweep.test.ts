import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startSweep } from './start-sweep.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How often a sweep of ten lanes that always comes to this looks within some time behind its first look. */
async function looksWithin(ms: number, swept: { found: number; begun: number }): Promise<number> {
  let looks = 0;
  const sweep = startSweep({
    sweep: async () => {
      looks += 1;
      return swept;
    },
    isRedisUp: () => true,
    room: () => 10,
    random: () => 0.5,
    onError: (error) => {
      throw error;
    },
  });
  await vi.advanceTimersByTimeAsync(60 + ms);
  await sweep.stop();
  return looks - 1;
}

it('goes on at once while batches are full and new to this process', async () => {
  expect(await looksWithin(59, { found: 10, begun: 10 })).toBe(59);
});

it('does not ask again at once for what is here already', async () => {
  expect(await looksWithin(59, { found: 10, begun: 5 })).toBe(0);
  expect(await looksWithin(60, { found: 10, begun: 5 })).toBe(1);
});

it('only repairs, now and then, where a batch was not full', async () => {
  expect(await looksWithin(2_499, { found: 9, begun: 9 })).toBe(0);
  expect(await looksWithin(2_500, { found: 9, begun: 9 })).toBe(1);
});
