import { expect, it } from 'vitest';
import { createBusiestMinute } from './busiest-minute.ts';

it('is the most within any 60 seconds, not within minutes of the clock', () => {
  const minute = createBusiestMinute();
  for (const second of [0, 50, 59, 61, 62, 100, 130]) minute.note('host', second * 1_000);
  expect(minute.most()).toEqual({ host: 5 });
});

it('is told apart by what is counted, and goes on over any number of requests', () => {
  const minute = createBusiestMinute();
  for (let count = 0; count < 50_000; count += 1) minute.note('busy', count * 10);
  minute.note('quiet', 500_000);
  expect(minute.most()).toEqual({ busy: 6_000, quiet: 1 });
});
