import { newId } from '@tandem/runtime';
import type { SessionId } from '@tandem/schemas';
import { expect } from 'vitest';
import type { OwnerState } from '../src/index.ts';
import type { TenantCase } from './tenant-cases.ts';
import { seededAt, twin, twinOffered, twinPlace } from './twin.ts';

const at = new Date(seededAt.getTime() + 60_000);
const end = { kind: 'answered', reason: 'said' } as const;
const page = { limit: 1 };
const question = { digest: 'q', at: at.toISOString() };

const taken: OwnerState = {
  owner: 'human',
  ownerReason: 'r',
  ownerActor: 'tandem',
  ownerSince: at,
  ownerCause: 'handoff',
  ownerAsOf: at,
  agentReplied: false,
  unattendedAt: at,
  resumeAt: null,
  tellBotAt: null,
};

export const sessionCases: Record<string, Record<string, TenantCase>> = {
  contactRows: {
    remove: ({ contactRows }) => contactRows.remove(twinPlace, at),
    forgetSession: ({ contactRows }) =>
      contactRows.forgetSession(twin.sessionId, {
        ...{ engineUserId: 'u', engineConversationId: 'c', generation: 2, at },
      }),
    removeVisitor: ({ contactRows }) =>
      contactRows.removeVisitor({ ...twinPlace, conversationId: twin.visitorLane }),
    scrubText: async ({ contactRows, audit }) => {
      const change = { action: 'x.y', subject: 's', before: null, after: 'kim@acme.example' };
      await audit.record({ ...change, actor: { type: 'platform' }, now: at });
      return await contactRows.scrubText('kim@acme.example');
    },
  },
  contactSearch: {
    conversations: ({ contactSearch }) => contactSearch.conversations(1),
    bodies: ({ contactSearch }) => contactSearch.bodies({ texts: ['{'], source: 'chatwoot', afterId: '' }),
  },
  marks: {
    offer: ({ marks }) => marks.offer(twin.sessionId, { ...twinOffered, turnId: null }),
    withdraw: async ({ marks }) => {
      await marks.withdraw(twin.sessionId, { ...twinOffered, turnId: null });
      await marks.withdraw(twin.sessionId, twinOffered);
    },
    fallbacks: ({ marks }) =>
      marks.fallbacks(twin.sessionId, { turnId: twin.turnId, before: 1, isFallback: true, at: question.at }),
    toldClosed: ({ marks }) => marks.toldClosed(twin.sessionId, at),
    welcomed: async ({ marks }) => [
      await marks.welcomed(twin.sessionId),
      await marks.welcomed(twin.sessionId),
    ],
  },
  sessionList: {
    get: ({ sessionList }) => sessionList.get(twin.sessionId),
    page: async ({ sessionList }) => {
      const cursor = Buffer.from(`${at.getTime()}.${twin.anyId}`).toString('base64url');
      return [await sessionList.page({ ...page, owner: 'bot' }), await sessionList.page({ ...page, cursor })];
    },
  },
  sessions: {
    find: ({ sessions }) => sessions.find(twinPlace),
    get: ({ sessions }) => sessions.get(twin.sessionId),
    findByEngineConversation: async ({ sessions }) => [
      await sessions.findByEngineConversation(twin.engineConversationId),
      await sessions.findByEngineConversation('日本 🗾'),
    ],
    findByConversation: ({ sessions }) => sessions.findByConversation(twin.conversationId),
    create: async ({ sessions }) => {
      const session = {
        id: newId<SessionId>(),
        connectionId: twin.connectionId,
        conversationId: twin.conversationId + 1,
        inboxId: null,
        contactId: null,
        contactName: 'n'.repeat(300),
        locale: 'de-AT',
        engineUserId: 'u',
        engineConversationId: 'c',
        state: taken,
        at,
      };
      await sessions.create(session);
      await sessions.create({ ...session, id: newId() });
    },
    changeOwner: ({ sessions }) =>
      sessions.changeOwner(twin.sessionId, () => ({
        state: taken,
        record: { id: newId(), causeId: null, at },
      })),
    recordFirstOwner: ({ sessions }) =>
      sessions.recordFirstOwner(twin.sessionId, { id: newId(), causeId: null, at }),
    toldBot: async ({ sessions }) => {
      await sessions.changeOwner(twin.sessionId, () => ({
        state: { ...taken, owner: 'bot', tellBotAt: at },
        record: null,
      }));
      await sessions.toldBot(twin.sessionId, { was: at, again: null });
    },
    progress: ({ sessions }) =>
      sessions.progress(twin.sessionId, { typing: true, locale: 'pt-BR', fallbackAt: at }),
    typingEnded: async ({ sessions, turns }) => {
      await turns.end(twinPlace, twin.turnId, end, at);
      await sessions.progress(twin.sessionId, { typing: true });
      await sessions.typingEnded(twin.sessionId);
    },
    renew: async ({ sessions, turns }) => {
      const renewed = { engineConversationId: 'c-2', from: 1, at };
      expect(await sessions.renew(twin.sessionId, renewed)).toBe(false);
      await turns.end(twinPlace, twin.turnId, end, at);
      expect(await sessions.renew(twin.sessionId, renewed)).toBe(true);
    },
    rebindEngine: ({ sessions }) =>
      sessions.rebindEngine(twin.sessionId, {
        engineConversationId: 'c-2',
        generation: 2,
      }),
  },
};
