import type { Turn } from '@tandem/db';
import type { SessionId, TurnId } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { at, startMs } from '../../test/heard-message.ts';
import { attributeReply } from './attribute-reply.ts';

const turn = (id: string, state: Turn['state'], takenMs: number | null): Turn => ({
  id: id as TurnId,
  sessionId: 'session' as SessionId,
  engineConversationId: 'conversation',
  state,
  attempts: 1,
  configVersion: 1,
  channelMessageId: null,
  takenAt: takenMs === null ? null : at(takenMs),
  nextAttemptAt: null,
  deadlineAt: at(75_000),
  checkAt: null,
  createdAt: at(0),
});

const answered = (turns: Turn[], madeMs: number | null) =>
  attributeReply(turns, madeMs === null ? null : startMs + madeMs)?.id ?? null;

describe('a reply answers', () => {
  it('the oldest turn that waits', () =>
    expect(answered([turn('a', 'waiting', 0), turn('b', 'waiting', 10)], 20)).toBe('a'));

  it('no turn that was taken after it was made', () =>
    expect(answered([turn('a', 'answered', 0), turn('b', 'waiting', 30)], 20)).toBe('a'));

  it('a turn that was taken in the same millisecond', () =>
    expect(answered([turn('a', 'waiting', 20)], 20)).toBe('a'));

  it('a turn that waits rather than one that has an answer', () =>
    expect(answered([turn('a', 'answered', 0), turn('b', 'waiting', 10)], 20)).toBe('b'));

  it('the newest of those with an answer, when none waits', () =>
    expect(answered([turn('a', 'answered', 0), turn('b', 'answered', 10)], 20)).toBe('b'));

  it('the oldest that waits, when the bot does not say when it was made', () =>
    expect(answered([turn('a', 'waiting', 0), turn('b', 'waiting', 10)], null)).toBe('a'));

  it('a turn still on its way: its reply may overtake the answer to the call', () =>
    expect(answered([turn('a', 'answered', 0), turn('b', 'sending', null)], 20)).toBe('b'));

  it('no turn that has ended', () => expect(answered([turn('a', 'ended', 0)], 20)).toBeNull());

  it('nothing when there is no turn', () => expect(answered([], 20)).toBeNull());
});
