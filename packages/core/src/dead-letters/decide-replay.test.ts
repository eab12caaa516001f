import type { LetterStanding, Session } from '@tandem/db';
import { newId } from '@tandem/runtime';
import { type ConnectionId, configDefaults, type InboundId, type SessionId } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { unowned } from '../ownership/owner-states.ts';
import { decideReplay } from './decide-replay.ts';

const now = new Date('2026-03-02T09:00:00.000Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

function session(change: Partial<Session> = {}): Session {
  return {
    ...unowned(ago(60)),
    id: newId<SessionId>(),
    connectionId: newId<ConnectionId>(),
    conversationId: 1,
    inboxId: 42,
    contactId: null,
    engineUserId: 'u',
    engineConversationId: 'c-1',
    engineGeneration: 1,
    engineOpen: true,
    typing: false,
    lastTakenMessageId: null,
    fallbackAt: null,
    offered: null,
    welcomed: false,
    locale: null,
    botStreak: 0,
    fallbacks: null,
    lastQuestion: null,
    outOfHoursAt: null,
    lastActivityAt: ago(5),
    erasedMessageId: null,
    ...change,
  };
}

function standing(
  change: Partial<LetterStanding> = {},
  reason = 'no success before the deadline',
): LetterStanding {
  const id = newId<InboundId>();
  return {
    letter: {
      id,
      direction: 'to-engine',
      connectionId: newId<ConnectionId>(),
      conversationId: 1,
      kind: 'customer-message',
      reason,
      diedAt: ago(4),
      state: 'dead',
      settledBy: null,
      settledWhy: null,
      settledAt: null,
    },
    turnId: null,
    attempts: 3,
    engineConversationId: 'c-1',
    saidAt: ago(5),
    outbound: null,
    mergedIds: [id],
    answeredSince: false,
    humanSince: false,
    ...change,
  };
}

const outbound = (kind: NonNullable<LetterStanding['outbound']>['kind']) => ({
  kind,
  payload: '{"status":"open"}',
  createdAt: ago(5),
});
const decide = (of: { standing?: LetterStanding; session?: Session | null; isActive?: boolean } = {}) =>
  decideReplay({
    standing: of.standing ?? standing(),
    session: of.session === undefined ? session() : of.session,
    isActive: of.isActive ?? true,
    config: configDefaults,
    now,
  });

const human = { owner: 'human', ownerSince: ago(30) } as const;

describe('a dead letter', () => {
  it('is replayed where nothing has happened since', () => {
    const free = { blocked: [], stale: [], isInDoubt: false };
    expect(decide()).toEqual(free);
    expect(decide({ session: null })).toEqual(free);
    expect(decide({ standing: standing({ outbound: outbound('reply') }) })).toEqual(free);
  });

  it.each([
    ['the customer was answered since', standing({ answeredSince: true }), session(), /written again since/],
    ['a human has written since', standing({ humanSince: true }), session(), /a human has written/],
    ['its talk was renewed', standing(), session({ engineConversationId: 'c-2' }), /talk .* is over/],
    ['its talk has expired', standing(), session({ lastActivityAt: ago(60 * 24 * 30) }), /talk .* is over/],
    ['it is old', standing({ saidAt: ago(configDefaults.replyTtlMinutes + 1) }), session(), /older than/],
  ])('is stale when %s', (_what, of, around, words) => {
    const { stale, blocked } = decide({ standing: of, session: around });
    expect([stale.length, blocked]).toEqual([1, []]);
    expect(stale[0]).toMatch(words);
  });

  it.each([
    ['a customer’s message while a human owns', standing(), session(human), true, /release it first/],
    [
      'a reply while a human owns',
      standing({ outbound: outbound('reply') }),
      session(human),
      true,
      /release it/,
    ],
    [
      'a step of a handoff that is over',
      standing({ outbound: outbound('handoff') }),
      session(),
      true,
      /is over/,
    ],
    [
      'words of a handoff that is over',
      standing({ outbound: outbound('handoff-notice') }),
      session(),
      true,
      /over/,
    ],
    ['a reply without its conversation', standing({ outbound: outbound('reply') }), null, true, /is gone/],
    ['what is there no more', standing({ mergedIds: [] }), session(), true, /gone/],
    ['anything of a suspended tenant', standing(), session(), false, /suspended/],
  ])('is not replayed at all: %s', (_what, of, around, isActive, words) => {
    const { blocked } = decide({ standing: of, session: around, isActive });
    expect(blocked).toHaveLength(1);
    expect(blocked[0]).toMatch(words);
  });

  it('that no customer reads answers nobody: only its age makes it stale', () => {
    const action = { outbound: outbound('action'), answeredSince: true, humanSince: true };
    expect(decide({ standing: standing(action) }).stale).toEqual([]);
  });

  it.each([
    'unknown outcome, and reading back is refused',
    'no success before the deadline; last: unknown-outcome',
  ])('is in doubt when it died of “%s”', (reason) =>
    expect(decide({ standing: standing({}, reason) }).isInDoubt).toBe(true),
  );
});
