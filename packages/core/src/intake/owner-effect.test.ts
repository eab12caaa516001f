import type { InboundId, SessionId, TenantId } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { tenantOfEngineConversation } from '../routing/engine-ids.ts';
import type { StoredEvent } from './context.ts';
import { ownerEffectOf } from './owner-effect.ts';

const tenantId = '0199b0a0-0000-7000-8000-000000000001' as TenantId;
const sessionId = '0199b0a0-0000-7000-8000-0000000000aa' as SessionId;
const inboundId = '0199b0a0-0000-7000-8000-0000000000bb' as InboundId;
const receivedAt = new Date('2026-03-02T09:00:00.000Z');
const rules = { answerWhen: 'pending', autoResumeMinutes: null, active: true } as const;
const ids = {
  tenantId,
  rules,
  receivedAt,
  newSessionId: () => sessionId,
  newChangeId: () => 'change-1',
  newInboundId: () => inboundId,
};

const place = { accountId: 7, inboxId: 42, conversationId: 9876 };
const conversation = {
  status: 'pending',
  assigneeId: null,
  updatedAtMs: null,
  createdAtMs: null,
  firstReplyAtMs: null,
  locale: null,
} as const;
const contact = { id: 1203, name: null };
const message = { text: 'hi', attachments: [] };

const effectOf = (event: StoredEvent) => ownerEffectOf(event, ids);
const status = (to: 'open' | 'pending' | 'resolved' | 'snoozed') =>
  effectOf({ ...place, kind: 'status', status: to, conversation });

describe('an agent’s message', () => {
  it('makes a human the owner, and from then on not even notices are sent', () =>
    expect(
      effectOf({ ...place, kind: 'agent-message', messageId: 1, agentId: 18, conversation }),
    ).toMatchObject({
      type: 'owner',
      obeyed: 'always',
      state: { owner: 'human', ownerReason: 'an agent replied', ownerActor: 'agent:18', agentReplied: true },
      changeId: 'change-1',
    }));

  it('from a paired phone does too, though nobody knows whose it is', () =>
    expect(
      effectOf({ ...place, kind: 'agent-message', messageId: 1, agentId: null, conversation }),
    ).toMatchObject({
      state: {
        owner: 'human',
        ownerReason: 'somebody replied outside Chatwoot',
        ownerActor: 'agent:unknown',
        agentReplied: true,
      },
    }));
});

describe('a change of status', () => {
  it.each([
    ['open', 'human'],
    ['snoozed', 'human'],
    ['pending', 'bot'],
    ['resolved', 'bot'],
  ] as const)('to %s makes the %s the owner', (to, owner) =>
    expect(status(to)).toMatchObject({
      obeyed: 'newer',
      state: {
        owner,
        ownerActor: 'chatwoot',
        agentReplied: false,
        ownerReason: expect.stringContaining(to),
      },
    }),
  );

  it('to open is none in an inbox without agent bot, unless somebody is assigned', () => {
    const open = (assigneeId: number | null) =>
      ownerEffectOf(
        { ...place, kind: 'status', status: 'open', conversation: { ...conversation, assigneeId } },
        { ...ids, rules: { ...rules, answerWhen: 'pending-or-unassigned-open' } },
      );
    expect(open(null)).toBeNull();
    expect(open(18)).toMatchObject({ state: { owner: 'human' } });
  });

  it('that makes a human the owner says when to look whether he has gone', () => {
    const effect = ownerEffectOf(
      { ...place, kind: 'status', status: 'open', conversation },
      { ...ids, rules: { ...rules, autoResumeMinutes: 60 } },
    );
    expect(effect).toMatchObject({ state: { resumeAt: new Date(receivedAt.getTime() + 3_600_000) } });
  });
});

it('brings a session along for a conversation that has none yet, with ids that carry the tenant', () => {
  const effect = status('open');
  if (effect?.type !== 'owner') throw new Error('no effect on the owner');
  expect(effect.session).toMatchObject({ id: sessionId, inboxId: 42, contactId: null });
  expect(tenantOfEngineConversation(effect.session.engineConversationId)).toBe(tenantId);
});

describe('an echo', () => {
  const echo = (ref: string) => effectOf({ ...place, kind: 'echo', messageId: 551205, ref });

  it('proves that the message of its ref arrived', () => {
    const outboundId = '0199b0a0-0000-7000-8000-0000000000bb';
    expect(echo(outboundId.toUpperCase())).toEqual({ type: 'echo', outboundId, channelMessageId: 551205 });
  });

  it.each(['out_01J2Z8Q4K7', '', '9876', "' OR 1=1"])(
    'with the ref %j of another installation proves nothing',
    (ref) => expect(echo(ref)).toBeNull(),
  );
});

it.each<[string, StoredEvent]>([
  [
    'a customer’s message',
    { ...place, kind: 'customer-message', messageId: 1, message, contact, conversation },
  ],
  ['a choice', { ...place, kind: 'choice', messageId: 1, digest: 'd', message, contact, conversation }],
  [
    'an opened widget',
    {
      kind: 'widget-open',
      accountId: 7,
      inboxId: 42,
      contactId: 1203,
      sourceId: 'visitor',
      conversationId: null,
      locale: null,
    },
  ],
])('%s changes no owner when it is stored', (_name, event) => expect(effectOf(event)).toBeNull());

it('a deletion ends the message that was taken back', () =>
  expect(effectOf({ ...place, kind: 'deleted', messageId: 1 })).toEqual({
    type: 'deleted',
    messageId: 1,
    dedupeKey: 'message.1',
    tombstoneId: inboundId,
  }));
