import type { WaitingLane } from '@tandem/db';
import { expect, it } from 'vitest';
import { laneState } from './lane-state.ts';

const now = new Date('2026-03-02T09:00:00.000Z');
const ago = (s: number) => new Date(now.getTime() - s * 1_000);
const quiet: WaitingLane = {
  direction: 'to-engine',
  dueAt: ago(-60),
  held: false,
  pendingSince: null,
  pacedSince: null,
  carriedSince: null,
  retrySince: null,
  unknownSince: null,
};

it.each([
  ['timer', 'nothing waits', {}, null],
  ['delayed', 'a message waits for the end of a burst', { pendingSince: ago(2) }, 2],
  ['paced', 'a message may not be taken yet', { pendingSince: ago(9), pacedSince: ago(5) }, 9],
  ['retry', 'an attempt failed', { carriedSince: ago(40), retrySince: ago(40) }, 40],
  ['due', 'its time has come', { dueAt: ago(3), pendingSince: ago(4) }, 4],
  ['unknown', 'nobody knows whether it arrived', { carriedSince: ago(30), unknownSince: ago(20) }, 30],
  ['held', 'a worker is at it', { held: true, dueAt: ago(3), carriedSince: ago(7) }, 7],
] as const)('is %s when %s', (state, _why, over, ageS) => {
  const seen = laneState({ ...quiet, ...over }, now);
  expect(seen).toEqual({ state, since: ageS === null ? null : ago(ageS) });
});
