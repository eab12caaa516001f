import type { ConversationView } from '@tandem/integrations/contract';
import { describe, expect, it } from 'vitest';
import { decideOwner } from './decide-owner.ts';

const sinceMs = Date.parse('2026-03-02T09:00:00.000Z');
const shown = (more: Partial<ConversationView> = {}): ConversationView => ({
  status: 'pending',
  assigneeId: null,
  updatedAtMs: sinceMs + 1_000,
  locale: null,
  ...more,
});
const sessionOf = (owner: 'bot' | 'human') => ({
  owner,
  ownerReason: 'because',
  ownerSince: new Date(sinceMs),
});
const owner = (
  conversation: ConversationView,
  session: ReturnType<typeof sessionOf> | null = null,
  answerWhen: 'pending' | 'pending-or-unassigned-open' = 'pending',
) => decideOwner({ session, conversation, answerWhen }).owner;

describe('the first message of a conversation', () => {
  it.each([
    ['pending', 'bot'],
    [null, 'bot'],
    ['resolved', 'bot'],
    ['open', 'human'],
    ['snoozed', 'human'],
  ] as const)('that is %s belongs to the %s', (status, wanted) =>
    expect(owner(shown({ status }))).toBe(wanted),
  );

  it('that is open and assigned to nobody belongs to the bot of an inbox without agent bot', () => {
    const wide = 'pending-or-unassigned-open';
    expect(owner(shown({ status: 'open' }), null, wide)).toBe('bot');
    expect(owner(shown({ status: 'open', assigneeId: 18 }), null, wide)).toBe('human');
    expect(owner(shown({ status: 'snoozed' }), null, wide)).toBe('human');
  });
});

describe('a message in a conversation that a human owns', () => {
  it.each(['pending', 'open', 'resolved', 'snoozed', null] as const)(
    'is the human’s while it is %s',
    (status) =>
      expect(
        decideOwner({ session: sessionOf('human'), conversation: shown({ status }), answerWhen: 'pending' }),
      ).toEqual({
        owner: 'human',
        reason: 'because',
      }),
  );
});

describe('a message in a conversation that the bot owns', () => {
  it('goes to a human when it shows the conversation open since', () =>
    expect(owner(shown({ status: 'open' }), sessionOf('bot'))).toBe('human'));

  it('stays the bot’s when what it shows is older than the bot’s ownership', () =>
    expect(owner(shown({ status: 'open', updatedAtMs: sinceMs - 1 }), sessionOf('bot'))).toBe('bot'));

  it('believes what it shows when it does not say when that was', () =>
    expect(owner(shown({ status: 'open', updatedAtMs: null }), sessionOf('bot'))).toBe('human'));

  it('stays the bot’s while it is pending', () => expect(owner(shown(), sessionOf('bot'))).toBe('bot'));
});

it('always says why', () => {
  for (const session of [null, sessionOf('bot'), sessionOf('human')]) {
    for (const status of ['pending', 'open', 'resolved', 'snoozed', null] as const) {
      const decision = decideOwner({ session, conversation: shown({ status }), answerWhen: 'pending' });
      expect(decision.reason).toMatch(/\w{3}/);
    }
  }
});
