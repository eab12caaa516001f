import { newId } from '@tandem/runtime';
import type { InboundId, OutboundId, SessionId, TurnId } from '@tandem/schemas';
import { testActor, testSealer } from '@tandem/testkit/tenants';
import { expect } from 'vitest';
import type { TenantScope } from '../src/tenant-scope.ts';
import { seededAt, type Twin, twin, twinPlace } from './seed-twin.ts';

type Case = (scope: TenantScope, of: Twin) => Promise<unknown>;

/** One case a method of every repository, on the seeded rows. A method without one fails the twin-tenant test. */
export type TenantCases = Record<string, Record<string, Case>>;

const at = new Date(seededAt.getTime() + 60_000);
const now = at;
const end = { kind: 'answered', reason: 'said' } as const;
const page = { limit: 1 };
const toEngine = { ...twinPlace, direction: 'to-engine' } as const;
const toChannel = { ...twinPlace, direction: 'to-channel' } as const;
const held = { token: twin.heldToken };
const rights = { installation: null, mayClaimDefault: true, actor: testActor, now };
const secretSettings = ['botToken', 'webhookSecrets'];
const progress = { total: 1, done: 1, failed: 0, entries: [] };

/** Also what only runs when a page has a predecessor. */
const pages = async (
  list: (request: { limit: number; cursor?: string }) => Promise<{ nextCursor: string | null }>,
) => {
  const first = await list(page);
  const cursor = first.nextCursor ?? Buffer.from(twin.anyId.replace(/1/g, '0')).toString('base64url');
  return [first, await list({ ...page, cursor })];
};

const newInbound = (dedupeKey: string) => ({
  ...twinPlace,
  id: newId<InboundId>(),
  kind: 'reply',
  source: 'chat_api',
  channelMessageId: null,
  dedupeKey,
  receivedAt: at,
  availableAt: null,
  body: Buffer.from('{}'),
  wakes: 'to-channel' as const,
  effect: null,
});

export const tenantCases: TenantCases = {
  attempts: {
    add: ({ attempts }) =>
      attempts.add({
        id: newId(),
        subjectId: twin.turnId,
        hop: 'engine',
        number: 2,
        outcome: 'timeout',
        status: null,
        detail: 'x'.repeat(600),
        durationMs: 1.5,
        worker: 'w',
        at,
      }),
  },
  audit: {
    record: ({ audit }) =>
      audit.record({ actor: testActor, action: 'x.y', subject: 's', before: null, after: { a: 1 }, now }),
    list: ({ audit }) => pages((request) => audit.list(request)),
  },
  config: {
    read: ({ config }) => config.read(),
    write: ({ config }, { inboxId }) =>
      config.write({
        ...rights,
        patch: { botName: 'New', chatwootInboxId: String(inboxId + 1) },
        knowledgeBase: [{ question: 'q', answer: 'a', tags: ['t'] }],
      }),
  },
  configVersions: { get: ({ configVersions }) => configVersions.get(1) },
  connections: {
    active: ({ connections }) => connections.active('chatwoot'),
    get: ({ connections }) => connections.get(twin.connectionId),
    write: async ({ connections }) => {
      const write = { ...rights, provider: 'chatwoot', secretSettings, sealer: testSealer } as const;
      const settings = { webhookSecrets: ['s'] };
      const changed = await connections.write({ ...write, settings, rotateWebhookKey: true });
      return [changed, await connections.write({ ...write, settings: { accountId: 2, botToken: 'b' } })];
    },
  },
  inbound: {
    add: ({ inbound }) => inbound.add([newInbound('fresh'), newInbound('pending')]),
    pending: ({ inbound }) => inbound.pending(twinPlace, { kinds: ['customer-message'], limit: 10 }),
    newestChannelMessageBefore: async ({ inbound }) => {
      const newest = await inbound.newestChannelMessageBefore(twinPlace, at);
      expect(newest).toBe(11);
      return newest;
    },
    ofTurn: ({ inbound }) => inbound.ofTurn(twinPlace, twin.turnId),
    takeIntoTurn: async ({ inbound }) => {
      const ids = [twin.pendingInboundId];
      const input = { lease: held, turnId: twin.turnId, ids, lateIds: ids };
      expect(await inbound.takeIntoTurn(toChannel, input)).toBe(true);
      return await inbound.takeIntoTurn(toChannel, { ...input, lateIds: [] });
    },
    end: ({ inbound }) => inbound.end([twin.pendingInboundId], end, at),
  },
  knowledge: { list: ({ knowledge }) => knowledge.list() },
  lanes: {
    claim: ({ lanes }) => lanes.claim(toEngine, { name: 'w', leaseMs: 1_000 }),
    renew: ({ lanes }) => lanes.renew(toChannel, held, 1_000),
    lookAgain: ({ lanes }) => lanes.lookAgain(toChannel, held, 1_000),
    release: ({ lanes }) => lanes.release(toChannel, held, null),
    touch: ({ lanes }) => lanes.touch(toEngine, new Date(seededAt.getTime() - 1_000)),
  },
  outbound: {
    append: (scope) =>
      scope.transaction(({ outbound }) =>
        outbound.append({ ...twinPlace, sessionId: twin.sessionId }, [
          {
            id: newId<OutboundId>(),
            turnId: twin.turnId,
            inboundId: null,
            kind: 'notice',
            payload: '{}',
            expiresAt: at,
            createdAt: at,
          },
        ]),
      ),
    keepAsNotices: ({ outbound }) => outbound.keepAsNotices(twin.sessionId),
    open: ({ outbound }) => outbound.open(twinPlace, 10),
    claim: async ({ outbound }) => [
      await outbound.claim(twin.pendingReplyId, { kind: 'status', owner: 'human', at }),
      await outbound.claim(twin.pendingReplyId, { kind: 'notice', owner: 'any', at }),
      await outbound.claim(twin.pendingReplyId, { kind: 'status', owner: 'any', at }),
    ],
    sent: ({ outbound }) => outbound.sent(twin.sendingReplyId, { channelMessageId: 9, at }),
    retryAt: async ({ outbound }) => {
      const retry = { nextAttemptAt: at, reason: 'r' };
      await outbound.retryAt(twin.sendingReplyId, { ...retry, counted: false });
      await outbound.retryAt(twin.sendingReplyId, { ...retry, counted: true });
    },
    unknown: ({ outbound }) => outbound.unknown(twin.sendingReplyId, { settleAt: at, reason: 'r' }),
    drop: ({ outbound }) => outbound.drop(twin.pendingReplyId, { state: 'dead', reason: 'r' }),
    outcomes: async ({ outbound, turns }) => {
      await turns.answered(twin.turnId);
      return await outbound.outcomes(twinPlace);
    },
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
    look: async ({ sessions }) => {
      const looked = await sessions.look(twinPlace);
      expect(looked.turns).toHaveLength(1);
      return looked;
    },
    get: ({ sessions }) => sessions.get(twin.sessionId),
    findByEngineConversation: ({ sessions }) => sessions.findByEngineConversation(twin.engineConversationId),
    findByConversation: ({ sessions }) => sessions.findByConversation(twin.conversationId),
    create: async ({ sessions }) => {
      const session = {
        id: newId<SessionId>(),
        connectionId: twin.connectionId,
        conversationId: twin.conversationId + 1,
        inboxId: null,
        contactId: null,
        contactName: 'n'.repeat(300),
        engineUserId: 'u',
        engineConversationId: 'c',
        owner: 'bot' as const,
        ownerReason: 'r',
        ownerActor: 'tandem',
        at,
      };
      await sessions.create(session);
      await sessions.create({ ...session, id: newId() });
    },
    changeOwner: ({ sessions }) =>
      sessions.changeOwner(twin.sessionId, {
        id: newId(),
        owner: 'human',
        reason: 'r',
        actor: 'tandem',
        causeId: null,
        at,
      }),
    progress: ({ sessions }) => sessions.progress(twin.sessionId, { typing: true, lastActivityAt: at }),
    rebindEngine: ({ sessions }) =>
      sessions.rebindEngine(twin.sessionId, {
        engineConversationId: 'c-2',
        engineUserId: 'u-2',
        generation: 2,
      }),
  },
  syncRuns: {
    create: ({ syncRuns }) => syncRuns.create({ configVersion: 1, actor: testActor, now }),
    get: ({ syncRuns }) => syncRuns.get(twin.syncRunId),
    list: ({ syncRuns }) => pages((request) => syncRuns.list(request)),
    begin: ({ syncRuns }) => syncRuns.begin(twin.syncRunId),
    progress: ({ syncRuns }) => syncRuns.progress(twin.syncRunId, progress),
    finish: ({ syncRuns }) => syncRuns.finish(twin.syncRunId, { ...progress, status: 'succeeded', now }),
  },
  trails: {
    find: async ({ trails }) => {
      const ids = [twin.takenInboundId, twin.pendingReplyId, twin.turnId, newId<TurnId>()];
      const byId = await Promise.all(ids.map((id) => trails.find({ by: 'id', id })));
      return [...byId, await trails.find({ by: 'channel-message', id: 10 })];
    },
  },
  turns: {
    open: async ({ turns }) => {
      const open = await turns.open(twinPlace);
      expect(open).toHaveLength(1);
      return open;
    },
    begin: ({ turns }) =>
      turns.begin(twinPlace, {
        id: newId<TurnId>(),
        sessionId: twin.sessionId,
        engineConversationId: twin.engineConversationId,
        configVersion: 1,
        channelMessageId: 12,
        deadlineAt: at,
        createdAt: at,
      }),
    retryAt: async ({ turns }) => {
      await turns.retryAt(twin.turnId, { nextAttemptAt: at, counted: true });
      await turns.retryAt(twin.turnId, { nextAttemptAt: at, counted: false });
    },
    taken: ({ turns }) => turns.taken(twin.turnId, { takenAt: at, checkAt: at, newestMessageId: 12, at }),
    leftOut: ({ turns }) => turns.leftOut(twin.turnId, 3),
    checkAt: ({ turns }) => turns.checkAt(twin.turnId, at),
    answered: ({ turns }) => turns.answered(twin.turnId),
    end: ({ turns }) => turns.end(twinPlace, twin.turnId, end, at),
  },
  users: {
    create: ({ users }) => users.create({ email: 'new@twins.test', role: 'agent', actor: testActor, now }),
    get: ({ users }) => users.get(twin.userId),
    list: ({ users }) => pages((request) => users.list(request)),
  },
};
