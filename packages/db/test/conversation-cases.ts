import { newId } from '@tandem/runtime';
import type { InboundId, OutboundId, Owner, TurnId } from '@tandem/schemas';
import { expect } from 'vitest';
import type { TenantCase } from './tenant-cases.ts';
import { seededAt, twin, twinPlace } from './twin.ts';

const at = new Date(seededAt.getTime() + 60_000);
const end = { kind: 'answered', reason: 'said' } as const;
const question = { digest: 'q', at: at.toISOString() };
/** The lane of the visitor who opened the widget. */
const twinVisitor = { ...twinPlace, conversationId: twin.visitorLane };
const toEngine = { ...twinPlace, direction: 'to-engine' } as const;
const toChannel = { ...twinPlace, direction: 'to-channel' } as const;
const held = { token: twin.heldToken };

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

export const conversationCases: Record<string, Record<string, TenantCase>> = {
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
  inbound: {
    add: (scope) => scope.together(scope.inbound.add([newInbound('fresh'), newInbound('pending')])),
    pending: ({ inbound }) => inbound.pending(twinPlace, { kinds: ['customer-message'], limit: 10 }),
    pendingShared: ({ inbound }) =>
      inbound.pendingShared(twinPlace, { kinds: ['customer-message'], limit: 10 }),
    newestChannelMessageBefore: async ({ inbound }) => {
      const newest = await inbound.newestChannelMessageBefore(twinPlace, at);
      expect(newest).toBe(11);
      return newest;
    },
    lastSaidAt: async ({ inbound }) => {
      const last = await inbound.lastSaidAt(twinPlace);
      expect(last).toEqual(seededAt);
      return last;
    },
    newestBody: async ({ inbound }) => {
      const newest = await inbound.newestBody(twinPlace, { source: 'chatwoot' });
      expect(newest).not.toBeNull();
      return newest;
    },
    ofTurn: ({ inbound }) => inbound.ofTurn(twinPlace, twin.turnId),
    takeIntoTurn: async ({ inbound }) => {
      const ids = [twin.pendingInboundId];
      const input = { lease: held, turnId: twin.turnId, ids, lateIds: ids };
      expect(await inbound.takeIntoTurn(toChannel, input)).toBe(1);
      return await inbound.takeIntoTurn(toChannel, { ...input, lateIds: [] });
    },
    end: ({ inbound }) => inbound.end([twin.pendingInboundId], end, at),
  },
  lanes: {
    claim: ({ lanes }) => lanes.claim(toEngine, { name: 'w', leaseMs: 1_000 }),
    seize: ({ lanes }) => lanes.seize(toEngine, { name: 'w', leaseMs: 1_000 }),
    yield: ({ lanes }) => lanes.yield(toChannel, held, seededAt),
    renew: ({ lanes }) => lanes.renew(toChannel, held, 1_000),
    hold: ({ lanes }) => lanes.hold(toChannel, held, 1_000),
    lookAgain: ({ lanes }) => lanes.lookAgain(toChannel, held, 1_000),
    release: ({ lanes }) => lanes.release(toChannel, held, null),
    touch: ({ lanes }) => lanes.touch(toEngine, new Date(seededAt.getTime() - 1_000)),
  },
  outbound: {
    append: (scope) =>
      scope.atomically(
        scope.outbound.append({ ...twinPlace, sessionId: twin.sessionId }, [
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
    newestSteps: async (scope) => {
      const { outbound } = scope;
      const message = {
        id: newId<OutboundId>(),
        turnId: null,
        inboundId: null,
        expiresAt: at,
        createdAt: at,
      };
      const step = { ...message, kind: 'handoff' as const, payload: '{"step":"note","text":"x"}' };
      await scope.atomically(outbound.append({ ...twinPlace, sessionId: twin.sessionId }, [step]));
      return await outbound.newestSteps(twin.sessionId);
    },
    open: ({ outbound }) => outbound.open(twinPlace, 10),
    openShared: ({ outbound }) => outbound.openShared(twinPlace, 10),
    claim: async ({ outbound }) => {
      const claim = (kind: 'status' | 'assignment' | 'handoff-notice' | 'notice', owner: Owner) =>
        outbound.claim(twin.pendingReplyId, { sessionId: twin.sessionId, kind, owner, at });
      return [
        await claim('status', 'human'),
        await claim('assignment', 'human'),
        await claim('handoff-notice', 'human'),
        await claim('notice', 'bot'),
      ];
    },
    claimAppended: async ({ outbound }) =>
      await outbound.claimAppended(twin.pendingReplyId, {
        sessionId: twin.sessionId,
        kind: 'reply',
        owner: 'bot',
        at,
      }),
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
  traces: {
    places: ({ traces }) =>
      traces.places({
        messages: [twin.takenInboundId, newId<InboundId>()],
        replies: [twin.takenInboundId],
        sends: [twin.pendingReplyId],
      }),
  },
  trails: {
    find: async ({ trails }) => {
      const ids = [twin.takenInboundId, twin.pendingReplyId, twin.turnId, newId<TurnId>()];
      const byId = await Promise.all(ids.map((id) => trails.find({ by: 'id', id })));
      return [...byId, await trails.find({ by: 'channel-message', id: 10 })];
    },
  },
  transcripts: {
    last: async ({ outbound, transcripts }) => {
      await outbound.sent(twin.sendingReplyId, { channelMessageId: 9, at });
      const said = await transcripts.last(twinPlace, { at, limit: 10 });
      expect([said.heard.length > 0, said.shown.length]).toEqual([true, 1]);
      return said;
    },
  },
  turns: {
    open: async ({ turns }) => {
      const open = await turns.open(twinPlace);
      expect(open).toHaveLength(1);
      return open;
    },
    begin: async ({ inbound, turns }) => {
      const id = newId<TurnId>();
      const take = { lease: held, turnId: id, ids: [twin.pendingInboundId], lateIds: [] };
      await inbound.takeIntoTurn(toChannel, take);
      await turns.begin(twinPlace, {
        id,
        firstId: twin.pendingInboundId,
        sessionId: twin.sessionId,
        engineConversationId: twin.engineConversationId,
        configVersion: 1,
        channelMessageId: 12,
        deadlineAt: at,
        createdAt: at,
      });
    },
    retryAt: async ({ turns }) => {
      await turns.retryAt(twin.turnId, { nextAttemptAt: at, counted: true });
      await turns.retryAt(twin.turnId, { nextAttemptAt: at, counted: false });
    },
    taken: ({ turns }) =>
      turns.taken(
        { id: twin.turnId, sessionId: twin.sessionId },
        { takenAt: at, checkAt: at, newestMessageId: 12, question, at },
      ),
    takeBack: async ({ turns }) => {
      await turns.taken(
        { id: twin.turnId, sessionId: twin.sessionId },
        { takenAt: at, checkAt: at, newestMessageId: 12, question, at },
      );
      await turns.takeBack(twin.turnId);
    },
    leftOut: ({ turns }) => turns.leftOut(twin.turnId, 3),
    checkAt: ({ turns }) => turns.checkAt(twin.turnId, at),
    isAwaited: ({ turns }) => turns.isAwaited(twin.turnId),
    answered: ({ turns }) => turns.answered(twin.turnId),
    end: ({ turns }) => turns.end(twinPlace, twin.turnId, end, at),
  },
  widgetOpenings: {
    waiting: async ({ widgetOpenings }) => {
      const waiting = await widgetOpenings.waiting(twinVisitor);
      expect(waiting).toHaveLength(1);
      return waiting;
    },
    begin: async ({ widgetOpenings }) => [
      await widgetOpenings.begin(twin.widgetOpeningId),
      await widgetOpenings.begin(twin.widgetOpeningId),
    ],
    putBack: async ({ widgetOpenings }) => {
      await widgetOpenings.begin(twin.widgetOpeningId);
      return await widgetOpenings.putBack(twin.widgetOpeningId);
    },
    end: ({ widgetOpenings }) => widgetOpenings.end(twin.widgetOpeningId, end, at),
  },
};
