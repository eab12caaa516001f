import type { OwnerState } from '@tandem/db';
import type { ConversationView } from '@tandem/integrations/contract';
import { describe, expect, it } from 'vitest';
import { decideOwner } from './decide-owner.ts';
import type { OwnerEvent, OwnerRules } from './owner-events.ts';
import { unowned } from './owner-states.ts';

const since = new Date('2026-03-02T09:00:00.000Z');
const after = (seconds: number) => new Date(since.getTime() + seconds * 1_000);
const now = after(60);

const view = (more: Partial<ConversationView> = {}): ConversationView => ({
  status: 'pending',
  assigneeId: null,
  updatedAtMs: now.getTime(),
  createdAtMs: null,
  firstReplyAtMs: null,
  locale: null,
  ...more,
});
const bot = (more: Partial<OwnerState> = {}): OwnerState => ({
  ...unowned(since),
  ownerAsOf: since,
  ...more,
});
const human = (more: Partial<OwnerState> = {}): OwnerState => ({
  ...bot({ owner: 'human', ownerReason: 'because', ownerCause: 'status' }),
  ...more,
});
const decide = (
  state: OwnerState | null,
  event: Record<string, unknown> & { type: OwnerEvent['type'] },
  more: Partial<OwnerRules> = {},
) => {
  const rules: OwnerRules = {
    answerWhen: 'pending',
    unattendedMinutes: 15,
    autoResumeMinutes: null,
    active: true,
    ...more,
  };
  // The table below gives each kind of event what it takes.
  return decideOwner({ state, event: { at: now, ownFailure: false, ...event } as OwnerEvent, rules });
};
const hear = (state: OwnerState | null, more: Partial<ConversationView> = {}, rest: object = {}) =>
  decide(state, { type: 'customer-message', conversation: view(more), ...rest });
const wide = { answerWhen: 'pending-or-unassigned-open' } as const;

describe('the first message of a conversation', () => {
  it.each([
    ['pending', 'bot'],
    [null, 'bot'],
    ['resolved', 'bot'],
    ['open', 'human'],
    ['snoozed', 'human'],
  ] as const)('that is %s belongs to the %s', (status, owner) =>
    expect(hear(null, { status })).toMatchObject({ state: { owner }, recorded: owner === 'human' }),
  );

  it.each([
    ['open', null, 'bot'],
    ['open', 18, 'human'],
    ['snoozed', null, 'human'],
  ] as const)(
    'of an inbox without agent bot, %s and assigned to %s, belongs to the %s',
    (status, assigneeId, owner) => {
      const conversation = view({ status, assigneeId });
      expect(decide(null, { type: 'customer-message', conversation }, wide).state.owner).toBe(owner);
    },
  );
});

describe('a message in a conversation that a human owns', () => {
  it.each(['open', 'resolved', 'snoozed', null] as const)('is the human’s while it is %s', (status) =>
    expect(hear(human(), { status })).toMatchObject({ recorded: false, consequences: ['leave-to-human'] }),
  );

  it.each(['status', 'shown'] as const)(
    'gives it back when it shows it pending since, taken by %s',
    (ownerCause) =>
      expect(hear(human({ ownerCause }))).toMatchObject({
        state: { owner: 'bot', tellBotAt: now },
        recorded: true,
        consequences: ['give-to-bot'],
      }),
  );

  it.each([
    ['it was pending before', human(), { updatedAtMs: since.getTime() }],
    ['nobody knows when that was', human(), { updatedAtMs: null }],
    ['an agent has replied since', human({ agentReplied: true }), {}],
    ['an agent took it by a reply', human({ ownerCause: 'agent', agentReplied: true }), {}],
    ['it was handed over', human({ ownerCause: 'handoff' }), {}],
  ] as const)('does not give it back where %s', (_why, state, shown) =>
    expect(hear(state, shown).state.owner).toBe('human'),
  );
});

describe('a message in a conversation that the bot owns', () => {
  it('goes to a human when it shows the conversation open since', () =>
    expect(hear(bot(), { status: 'open' })).toMatchObject({
      state: { owner: 'human', ownerActor: 'chatwoot', ownerCause: 'shown' },
      recorded: true,
    }));

  it('believes what it shows when it does not say when that was', () =>
    expect(hear(bot(), { status: 'open', updatedAtMs: null }).state.owner).toBe('human'));

  it.each([
    ['what it shows is older than what was obeyed last', bot(), { updatedAtMs: since.getTime() - 1 }],
    ['we gave it back and our pending is under way', bot({ ownerCause: 'release' }), {}],
    ['silence gave it back and our pending is under way', bot({ ownerCause: 'silence' }), {}],
  ] as const)('stays the bot’s though it shows it open, where %s', (_why, state, shown) =>
    expect(hear(state, { status: 'open', ...shown }).consequences).toEqual(['give-to-bot']),
  );

  it('goes to a human when it was opened after our pending was confirmed', () => {
    const confirmed = bot({ ownerCause: 'release', ownerAsOf: after(1) });
    expect(hear(confirmed, { status: 'open' }).state.owner).toBe('human');
  });
});

describe('a conversation that Chatwoot opened because it could not reach us', () => {
  const opened = { status: 'open' } as const;
  const failed = { ownFailure: true };

  it.each([
    ['held as the bot’s, for the event was lost', bot()],
    ['taken by the event', human()],
    ['of which nothing is known', null],
  ])('is taken back when it was %s', (_how, state) =>
    expect(hear(state, opened, failed)).toMatchObject({
      state: { owner: 'bot', ownerCause: 'own-failure', ownerActor: 'tandem' },
      recorded: true,
      consequences: ['set-pending', 'give-to-bot'],
    }),
  );

  it.each([
    ['somebody is assigned', bot(), { assigneeId: 18 }],
    ['an agent has replied', human({ agentReplied: true }), {}],
    ['an agent replied and his webhook was lost', bot(), { firstReplyAtMs: now.getTime() }],
    ['it was handed over', human({ ownerCause: 'handoff' }), {}],
    ['it is snoozed', bot(), { status: 'snoozed' }],
  ] as const)('is left to humans where %s', (_why, state, shown) =>
    expect(hear(state, { ...opened, ...shown }, failed).state.owner).toBe('human'),
  );

  it('is taken back where an agent replied before the bot had it', () =>
    expect(hear(bot(), { ...opened, firstReplyAtMs: since.getTime() - 1 }, failed).state.owner).toBe('bot'));
});

describe('a status', () => {
  const becomes = (
    state: OwnerState | null,
    status: string,
    more: object = {},
    rules: Partial<OwnerRules> = {},
  ) => decide(state, { type: 'status', status, conversation: view(more) }, rules);

  it.each([
    ['open', 'human'],
    ['snoozed', 'human'],
    ['pending', 'bot'],
    ['resolved', 'bot'],
  ] as const)('%s makes the %s the owner', (status, owner) => {
    const before = owner === 'human' ? bot() : human({ agentReplied: true });
    expect(becomes(before, status)).toMatchObject({
      state: { owner, ownerReason: `the conversation became ${status} in Chatwoot`, agentReplied: false },
      recorded: true,
    });
  });

  it('older than what was obeyed last is not obeyed: our own open comes back after a release', () => {
    const released = decide(human(), { type: 'release', reason: 'r', actor: 'platform' }).state;
    expect(becomes(released, 'open', { updatedAtMs: now.getTime() - 1 }).state).toEqual(released);
  });

  it('that tells nothing new counts all the same: what is older comes too late', () => {
    const resolved = becomes(bot(), 'resolved').state;
    expect(becomes(resolved, 'open', { updatedAtMs: now.getTime() - 1 }).state.owner).toBe('bot');
  });

  it('open is no takeover of an inbox without agent bot, unless somebody is assigned', () => {
    expect(becomes(bot(), 'open', {}, wide).state.owner).toBe('bot');
    expect(becomes(bot(), 'open', { assigneeId: 18 }, wide).state.owner).toBe('human');
  });
});

describe('a handoff', () => {
  const handoff = { type: 'handoff', reason: 'a keyword', actor: 'tandem' } as const;

  it('tells the customer, opens the conversation, and waits for an agent as long as the tenant says', () =>
    expect(decide(bot(), handoff)).toMatchObject({
      state: { owner: 'human', ownerReason: 'a keyword', unattendedAt: after(60 + 15 * 60) },
      recorded: true,
      consequences: ['tell-customer', 'open'],
    }));

  it('to a human who owns already changes nothing', () =>
    expect(decide(human(), handoff)).toEqual({ state: human(), recorded: false, consequences: [] }));

  it('that no agent answers is called out once', () => {
    const waiting = human({ ownerCause: 'handoff', unattendedAt: now });
    const called = decide(waiting, { type: 'unattended-due' });
    expect(called.consequences).toEqual(['tell-customer', 'call-again']);
    expect(decide(called.state, { type: 'unattended-due' }).consequences).toEqual([]);
  });

  it('that an agent answered is called out no more', () => {
    const waiting = human({ ownerCause: 'handoff', unattendedAt: now });
    const { state } = decide(waiting, { type: 'agent-message', agentId: 18, conversation: view() });
    expect(state).toMatchObject({ agentReplied: true, unattendedAt: null, ownerReason: 'because' });
    expect(decide(state, { type: 'unattended-due' }).consequences).toEqual([]);
  });
});

describe('silence', () => {
  const due = (state: OwnerState, lastSaidAt: Date | null, autoResumeMinutes: number | null = 1) =>
    decide(state, { type: 'silence-due', lastSaidAt }, { autoResumeMinutes });
  const quiet = human({ resumeAt: now, agentReplied: true });

  it('gives the conversation back after so many minutes', () =>
    expect(due(quiet, since)).toMatchObject({
      state: { owner: 'bot', ownerReason: 'nobody wrote for 1 minute', resumeAt: null },
      consequences: ['set-pending'],
    }));

  it('begins anew with each word', () =>
    expect(due(quiet, after(30))).toMatchObject({ state: { owner: 'human', resumeAt: after(90) } }));

  it('means nothing once the tenant does not want it', () =>
    expect(due(quiet, since, null)).toMatchObject({ state: { owner: 'human', resumeAt: null } }));
});

describe('a suspended tenant', () => {
  it('has nobody speak for it, and its owners stay', () => {
    const suspended = { active: false };
    expect(decide(bot(), { type: 'bot-reply' }, suspended).consequences).toEqual(['hold-back']);
    const heard = decide(bot(), { type: 'customer-message', conversation: view() }, suspended);
    expect(heard).toEqual({ state: bot(), recorded: false, consequences: ['leave-unanswered'] });
  });
});
