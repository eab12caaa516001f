import type { TurnId } from '@tandem/schemas';
import { expect, it } from 'vitest';
import { at, startMs } from '../../test/heard-message.ts';
import { isSuperseded } from './superseded.ts';

const turn = (id: string, takenMs: number | null) => ({
  id: id as TurnId,
  takenAt: takenMs === null ? null : at(takenMs),
});
const turns = [turn('a', 0), turn('b', 1_000), turn('c', null)];

it.each([
  ['a', 999, true],
  ['a', 1_000, false],
  ['b', 5, false],
  ['c', 5, false],
  ['gone', 5, false],
  [null, 5, false],
])('an answer to %s made at %i ms is overtaken: %s', (turnId, madeMs, isStale) => {
  const input = { turns, turnId: turnId as TurnId | null, madeAtMs: startMs + madeMs };
  expect(isSuperseded({ ...input, config: { onSupersede: 'drop-stale' } })).toBe(isStale);
  expect(isSuperseded({ ...input, config: { onSupersede: 'answer-both' } })).toBe(false);
  expect(isSuperseded({ ...input, config: undefined })).toBe(false);
});
