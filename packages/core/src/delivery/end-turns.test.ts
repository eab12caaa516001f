import type { TurnOutcome } from '@tandem/db';
import type { TurnId } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { endOf } from './end-turns.ts';

const outcome = (more: Partial<TurnOutcome>): TurnOutcome => ({
  turnId: 'turn' as TurnId,
  open: 0,
  sent: 0,
  suppressed: 0,
  dead: 0,
  reason: null,
  ...more,
});

describe('a turn', () => {
  it.each([
    ['all of its reply is visible', { sent: 2 }, 'answered'],
    [
      'a part of its reply is visible and the rest is dead',
      { sent: 1, dead: 1, reason: 'rejected' },
      'answered',
    ],
    [
      'a part is visible and the rest was held back',
      { sent: 1, suppressed: 1, reason: 'a human' },
      'answered',
    ],
    ['its reply is dead', { dead: 1, suppressed: 1, reason: 'rejected' }, 'dead'],
    ['its reply was held back', { suppressed: 2, reason: 'a human owns' }, 'suppressed'],
    ['it was answered together with another', {}, 'answered'],
  ] as const)('ends when %s: as %s', (_name, given, kind) => {
    const end = endOf(outcome(given));
    expect(end).toMatchObject({ kind, reason: expect.stringMatching(/\w{3}/) });
  });

  it.each([
    ['visible', { sent: 1 }],
    ['dead', { dead: 1 }],
    ['held back', { suppressed: 1 }],
    ['nothing yet', {}],
  ])('goes on while a part of its reply is under way, the rest being %s', (_name, given) =>
    expect(endOf(outcome({ ...given, open: 1 }))).toBeNull(),
  );

  it('gives the reason of what was not sent', () => {
    expect(endOf(outcome({ dead: 1, reason: 'rejected: too long' }))).toMatchObject({
      reason: 'rejected: too long',
    });
    expect(endOf(outcome({ suppressed: 1, reason: 'a human owns' }))).toMatchObject({
      reason: 'a human owns',
    });
  });
});
