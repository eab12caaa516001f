import { newId } from '@tandem/runtime';
import type { InboundId, SessionId } from '@tandem/schemas';
import { testActor, testSealer } from '@tandem/testkit/tenants';
import type { PlatformScope } from '../src/platform-scope.ts';
import { hashOf, seededAt, type Twin, twin, twinInstallation, twinPlace } from './twin.ts';

type Case = (platform: PlatformScope, of: Twin) => Promise<unknown>;

const now = new Date(seededAt.getTime() + 60_000);
const actor = testActor;
const pages = async (
  list: (request: { limit: number; cursor?: string }) => Promise<{ nextCursor: string | null }>,
) => {
  const first = await list({ limit: 1 });
  return [first, first.nextCursor === null ? null : await list({ limit: 1, cursor: first.nextCursor })];
};

const later = new Date(seededAt.getTime() + 3_600_000);
const purged = async ({ tenantRemoval }: Pick<PlatformScope, 'tenantRemoval'>, of: Twin) => {
  await tenantRemoval.delete(of.tenantId, { actor, now, purgeAt: later });
  return await tenantRemoval.purge(of.tenantId, { actor, now, name: of.marker });
};

const inbound = (of: Twin, dedupeKey: string) => ({
  ...twinPlace,
  tenantId: of.tenantId,
  id: newId<InboundId>(),
  kind: 'customer-message',
  source: 'chatwoot',
  channelMessageId: 20,
  dedupeKey,
  receivedAt: now,
  availableAt: null,
  body: Buffer.from('{}'),
  wakes: 'to-engine' as const,
  effect: null,
});

const takeover = (of: Twin, conversationId: number) => ({
  ...inbound(of, `takeover ${conversationId}`),
  conversationId,
  wakes: null,
  effect: {
    type: 'owner' as const,
    obeyed: 'newer' as const,
    state: {
      owner: 'human' as const,
      ownerReason: 'an agent wrote',
      ownerActor: 'agent:1',
      ownerSince: now,
      ownerCause: 'agent' as const,
      ownerAsOf: now,
      agentReplied: true,
      unattendedAt: null,
      resumeAt: null,
      tellBotAt: null,
    },
    changeId: newId<string>(),
    session: {
      id: newId<SessionId>(),
      inboxId: 1,
      contactId: null,
      engineUserId: `u-${conversationId}`,
      engineConversationId: `c-${conversationId}`,
    },
  },
});

/** One case a method of the platform, so that each of its statements is seen. A method without one fails the test. */
export const platformCases: Record<string, Record<string, Case>> = {
  apiKeys: {
    create: ({ apiKeys }, { tenantId }) =>
      apiKeys.create({ tenantId, name: 'n', role: 'owner', userId: twin.userId, actor, now }),
    findByHash: ({ apiKeys }, { marker }) => apiKeys.findByHash(hashOf(marker)),
    get: ({ apiKeys }, { tenantId }) => apiKeys.get(tenantId, tenantId),
    list: async ({ apiKeys }, { tenantId }) => [
      await apiKeys.list(tenantId, { limit: 1 }),
      await apiKeys.list(null, { limit: 1 }),
    ],
    revoke: ({ apiKeys }, { tenantId }) => apiKeys.revoke({ tenantId, id: tenantId, actor, now }),
    touchLastUsed: ({ apiKeys }, { tenantId }) => apiKeys.touchLastUsed(tenantId, now),
  },
  auditLog: {
    list: ({ auditLog }) =>
      pages((request) =>
        auditLog.list({ ...request, action: 'x.*', actor: 'platform', since: seededAt, until: later }),
      ),
  },
  connections: {
    keyIdsInUse: ({ connections }) => connections.keyIdsInUse(),
    assertKeysKnown: ({ connections }) => connections.assertKeysKnown(testSealer),
    reseal: ({ connections }) => connections.reseal(testSealer, 10),
  },
  deadLetters: {
    byReason: ({ deadLetters }) => deadLetters.byReason(),
  },
  dueWork: {
    lanes: async ({ dueWork }, { tenantId }) => [
      await dueWork.lanes(now, 10),
      await dueWork.lanes(now, 10, [tenantId]),
    ],
    wakeChecks: async ({ dueWork }, { tenantId }) => [
      await dueWork.wakeChecks(now, 10),
      await dueWork.wakeChecks(now, 10, [tenantId]),
    ],
    oldest: ({ dueWork }) => dueWork.oldest(now),
    checkOpenTurns: ({ dueWork }) => dueWork.checkOpenTurns({ now, checkAt: now }),
  },
  outages: {
    beat: async ({ outages }) => {
      const from = await outages.beat({ id: newId(), at: now, gapMs: 1_000 });
      await outages.beat({ id: newId(), at: new Date(now.getTime() + 5_000), gapMs: 1_000 });
      return from;
    },
    add: ({ outages }) => outages.add({ id: newId(), from: seededAt, until: now }),
    during: ({ outages }) => outages.during({ from: seededAt, until: now }),
  },
  erasureWork: {
    due: ({ erasureWork }) => erasureWork.due(now, 10),
    blankLate: ({ erasureWork }) => erasureWork.blankLate(new Date(0), 10),
  },
  heartbeats: {
    noteWorker: ({ heartbeats }) => heartbeats.noteWorker(now),
    last: ({ heartbeats }) => heartbeats.last('worker'),
  },
  inboxRoutes: {
    installations: ({ inboxRoutes }) => inboxRoutes.installations(2),
    namesakes: ({ inboxRoutes }) => inboxRoutes.namesakes(2),
    find: ({ inboxRoutes }, { inboxId }) =>
      inboxRoutes.find({ installation: twinInstallation, accountId: 1, inboxId }),
  },
  retentionWork: { due: ({ retentionWork }) => retentionWork.due(now, 10) },
  sessions: {
    findByConversation: ({ sessions }) => sessions.findByConversation(twin.conversationId),
    findById: ({ sessions }) => sessions.findById(twin.sessionId),
  },
  snapshots: {
    load: ({ snapshots }, { tenantId }) => snapshots.load(tenantId),
    changedSince: ({ snapshots }) => snapshots.changedSince(seededAt),
  },
  syncWork: {
    due: ({ syncWork }) => syncWork.due(now, 10),
    counts: ({ syncWork }) => syncWork.counts(),
    standings: ({ syncWork }) => syncWork.standings({ afterId: null, limit: 10 }),
  },
  tenantRemoval: {
    delete: ({ tenantRemoval }, { tenantId }) =>
      tenantRemoval.delete(tenantId, { actor, now, purgeAt: later }),
    restore: async ({ tenantRemoval }, { tenantId }) => {
      await tenantRemoval.delete(tenantId, { actor, now, purgeAt: later });
      return await tenantRemoval.restore(tenantId, { actor, now });
    },
    purge: ({ tenantRemoval }, of) => purged({ tenantRemoval }, of),
    empty: async ({ tenantRemoval }, of) => {
      await purged({ tenantRemoval }, of);
      return await tenantRemoval.empty(of.tenantId);
    },
    leave: async ({ tenantRemoval }, of) => {
      await purged({ tenantRemoval }, of);
      await tenantRemoval.leave(of.tenantId, now);
      await tenantRemoval.leave(of.tenantId, later);
    },
    due: async ({ tenantRemoval }, { tenantId }) => {
      await tenantRemoval.delete(tenantId, { actor, now, purgeAt: now });
      return await tenantRemoval.due(now, 10);
    },
    deletedSince: async ({ tenantRemoval }, { tenantId }) => {
      await tenantRemoval.delete(tenantId, { actor, now, purgeAt: later });
      return await tenantRemoval.deletedSince(now, 10);
    },
  },
  tenants: {
    create: ({ tenants }) => tenants.create({ name: 'Third', actor, now }),
    get: ({ tenants }, { tenantId }) => tenants.get(tenantId),
    revision: ({ tenants }, { tenantId }) => tenants.revision(tenantId),
    getBySlug: ({ tenants }, { marker }) => tenants.getBySlug(marker),
    list: ({ tenants }) => pages((request) => tenants.list(request)),
    patch: ({ tenants }, { tenantId }) => tenants.patch(tenantId, { name: 'Renamed', actor, now }),
  },
  webhookKeys: {
    findByHash: ({ webhookKeys }, { marker }) => webhookKeys.findByHash(hashOf(marker), now),
  },
  /** Methods of the scope itself. */
  itself: {
    laneOverview: (platform) => platform.laneOverview({ now, countedMax: 100, lookedMax: 100 }),
    addAttempts: (platform, { tenantId }) =>
      platform.addAttempts([
        {
          tenantId,
          id: newId<string>(),
          subjectId: twin.turnId,
          hop: 'engine',
          number: 2,
          outcome: 'ok',
          status: 200,
          detail: null,
          durationMs: 1,
          worker: 'w',
          at: now,
        },
      ]),
    acceptInbound: (platform, of) =>
      platform.acceptInbound([
        inbound(of, 'fresh'),
        inbound(of, 'pending'),
        takeover(of, twin.conversationId),
        takeover(of, twin.conversationId + 1),
        {
          ...inbound(of, 'echo'),
          wakes: null,
          effect: { type: 'echo', outboundId: twin.sendingReplyId, channelMessageId: 21 },
        },
      ]),
  },
};
