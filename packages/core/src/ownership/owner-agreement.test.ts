import type { OwnerState } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { ConversationStatus, InboundId, SessionId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { afterAll, describe, expect, it } from 'vitest';
import { receivedAt as at, storedConversation } from '../../test/stored-conversation.ts';
import type { StoredEvent } from '../intake/context.ts';
import { ownerEffectOf } from '../intake/owner-effect.ts';
import { decideOwner } from './decide-owner.ts';
import type { OwnerEvent, OwnerRules } from './owner-events.ts';

const database = openTestDatabase();
afterAll(() => database.close());

const minutes = (count: number) => new Date(at.getTime() + count * 60_000);
const rulesOf = (answerWhen: OwnerRules['answerWhen']): OwnerRules => ({
  answerWhen,
  unattendedMinutes: 15,
  autoResumeMinutes: 60,
  active: true,
});

/** Ownerships that an event may find: by whom, when something of them was last obeyed, and with what timers. */
const states = (['bot', 'human'] as const).flatMap((owner) =>
  [-5, 0, 5].flatMap((ageMinutes) =>
    (owner === 'human' ? [false, true] : [false]).map(
      (agentReplied): OwnerState => ({
        owner,
        ownerReason: 'as it was',
        ownerActor: 'tandem',
        ownerSince: minutes(-30),
        ownerCause: owner === 'human' ? 'handoff' : 'release',
        ownerAsOf: minutes(ageMinutes),
        agentReplied,
        unattendedAt: owner === 'human' && !agentReplied ? minutes(15) : null,
        resumeAt: owner === 'human' ? minutes(60) : null,
        tellBotAt: owner === 'bot' ? minutes(1) : null,
      }),
    ),
  ),
);

const conversation = (status: ConversationStatus, assigneeId: number | null) => ({
  status,
  assigneeId,
  updatedAtMs: at.getTime(),
  createdAtMs: null,
  firstReplyAtMs: null,
  locale: null,
});
type Told = Extract<OwnerEvent, { type: 'status' | 'agent-message' }>;
const events: Told[] = [
  ...(['open', 'pending', 'resolved', 'snoozed'] as const).map((status): Told => {
    return { type: 'status', at, status, conversation: conversation(status, null) };
  }),
  { type: 'agent-message', at, agentId: 18, conversation: conversation('pending', null) },
  { type: 'agent-message', at, agentId: null, conversation: conversation('open', 18) },
];

const storedOf = (event: Told, conversationId: number): StoredEvent => {
  const place = { accountId: 7, inboxId: 42, conversationId };
  return event.type === 'status'
    ? { ...place, kind: 'status', status: event.status, conversation: event.conversation }
    : {
        ...place,
        kind: 'agent-message',
        messageId: 1,
        agentId: event.agentId,
        conversation: event.conversation,
      };
};

/** What the commit of an event makes of a session that stands so; `null`: of a conversation without one. */
async function commit(state: OwnerState | null, event: Told, rules: OwnerRules) {
  const { key, scope, event: stored, trail } = storedConversation(database);
  const sessionId = newId<SessionId>();
  if (state) {
    const ids = { engineUserId: `u-${sessionId}`, engineConversationId: `c-${sessionId}` };
    const about = { inboxId: 42, contactId: null, contactName: null, locale: null };
    await scope.sessions.create({ ...key, ...about, ...ids, id: sessionId, state, at: minutes(-60) });
  }
  const effect = ownerEffectOf(storedOf(event, key.conversationId), {
    tenantId: key.tenantId,
    rules,
    receivedAt: at,
    newSessionId: () => newId<SessionId>(),
    newChangeId: () => newId<string>(),
    newInboundId: () => newId<InboundId>(),
  });
  const row = stored('event', effect ?? { type: 'echo', outboundId: newId(), channelMessageId: 1 });
  await database.platform.acceptInbound([row]);
  const session = await scope.sessions.find(key);
  const changes = (await trail(row.id))?.ownerChanges ?? [];
  return { session, changes };
}

describe('the SQL of a commit does what the function says', () => {
  it.each(events)('of $type $status, whatever it finds', async (event) => {
    for (const answerWhen of ['pending', 'pending-or-unassigned-open'] as const) {
      const rules = rulesOf(answerWhen);
      for (const state of states) {
        const decided = decideOwner({ state, event, rules });
        const { session, changes } = await commit(state, event, rules);
        const { ownerReason: reason, ownerActor: actor, owner: to } = decided.state;
        expect(session).toMatchObject(decided.state);
        expect(changes).toMatchObject(decided.recorded ? [{ to, reason, actor }] : []);
      }
    }
  });

  it.each(events)('of $type $status, where there is no session', async (event) => {
    const rules = rulesOf('pending');
    const decided = decideOwner({ state: null, event, rules });
    const { session, changes } = await commit(null, event, rules);
    expect(session).toMatchObject(decided.state);
    expect(changes).toHaveLength(decided.recorded ? 1 : 0);
  });
});
