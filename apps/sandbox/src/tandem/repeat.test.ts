import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { repeat } from './repeat.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function counted(durationMs = 0) {
  const seen = { runs: 0, beside: 0, most: 0 };
  const run = async () => {
    seen.runs += 1;
    seen.beside += 1;
    seen.most = Math.max(seen.most, seen.beside);
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    seen.beside -= 1;
  };
  return { seen, run };
}

it('runs after each pause until it is stopped', async () => {
  const { seen, run } = counted();
  const repeater = repeat(run, () => 1_000);
  await vi.advanceTimersByTimeAsync(3_500);
  expect(seen.runs).toBe(4);
  await repeater.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(seen.runs).toBe(4);
});

it('runs soon when asked to, also when it is asked all the time, and never beside itself', async () => {
  const { seen, run } = counted(50);
  const repeater = repeat(run, () => 60_000);
  for (let ms = 0; ms < 2_000; ms += 10) {
    repeater.soon();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(seen.runs).toBeGreaterThan(10);
  expect(seen.most).toBe(1);
  const stopped = repeater.stop();
  await vi.runAllTimersAsync();
  await stopped;
});
