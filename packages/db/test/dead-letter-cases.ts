import { expect } from 'vitest';
import type { TenantScope } from '../src/tenant-scope.ts';
import type { TenantCase } from './tenant-cases.ts';
import { seededAt, twin, twinPlace } from './twin.ts';

const at = new Date(seededAt.getTime() + 60_000);
const dead = { kind: 'dead', reason: 'lost' } as const;
const settling = { state: 'replayed', by: 'key:1', why: null, at } as const;

/** A message of the customer that died before it was in a turn. */
async function dieWaiting({ inbound, deadLetters }: TenantScope): Promise<void> {
  await inbound.end([twin.pendingInboundId], dead, at);
  await deadLetters.addMessages([twin.pendingInboundId], at);
}

async function dieInTurn({ turns, deadLetters }: TenantScope): Promise<void> {
  await turns.end(twinPlace, twin.turnId, dead, at);
  await deadLetters.addTurn(twinPlace, twin.turnId, at);
}

export const deadLetterCases: Record<string, Record<string, TenantCase>> = {
  deadLetters: {
    addReply: async ({ outbound, deadLetters }) => {
      await outbound.drop(twin.pendingReplyId, { state: 'dead', reason: 'r' });
      await deadLetters.addReply(twin.pendingReplyId, at);
      expect(await deadLetters.count({})).toBe(2);
    },
    addMessages: async (scope) => {
      await dieWaiting(scope);
      expect(await scope.deadLetters.count({ direction: 'to-engine' })).toBe(1);
    },
    addTurn: async (scope) => {
      await dieInTurn(scope);
      expect(await scope.deadLetters.count({ direction: 'to-engine', reason: 'lo' })).toBe(1);
    },
    page: async (scope) => {
      await dieWaiting(scope);
      const first = await scope.deadLetters.page({ limit: 1 });
      expect(first.nextCursor).not.toBeNull();
      const rest = await scope.deadLetters.page({ limit: 1, cursor: first.nextCursor ?? '' });
      expect(rest.nextCursor).toBeNull();
      const later = await scope.deadLetters.page({ limit: 9, since: at, direction: 'to-channel' });
      expect(later.items).toEqual([]);
      return [first, rest];
    },
    oldest: ({ deadLetters }) => deadLetters.oldest({ limit: 5 }),
    count: ({ deadLetters }) => deadLetters.count({ since: seededAt, reason: 'twin-' }),
    get: ({ deadLetters }) => deadLetters.get(twin.deadReplyId),
    ofTrail: async ({ deadLetters }) => [
      await deadLetters.ofTrail([]),
      await deadLetters.ofTrail([twin.deadReplyId]),
    ],
    settle: async ({ deadLetters }) => {
      expect(await deadLetters.settle([twin.deadReplyId], settling)).toBe(1);
      expect(await deadLetters.settle([twin.deadReplyId], settling)).toBe(0);
    },
  },
  laneFailures: {
    count: async ({ laneFailures }) => {
      const lane = { ...twinPlace, direction: 'to-channel' } as const;
      const held = { token: twin.heldToken };
      const counted = [
        await laneFailures.count(lane, held, twin.pendingReplyId),
        await laneFailures.count(lane, held, twin.pendingReplyId),
        await laneFailures.count(lane, held, null),
        await laneFailures.count(lane, { token: 99 }, null),
      ];
      expect(counted).toEqual([1, 2, 1, 0]);
    },
  },
  ledgerEvents: {
    since: async (scope) => {
      await dieInTurn(scope);
      const events = await scope.ledgerEvents.since({ at: seededAt, madeAt: new Date(0) });
      const types = new Set(events.map(({ type }) => type));
      expect([...types].sort()).toEqual(['accepted', 'dead', 'ended', 'owner', 'queued', 'turn']);
      return events;
    },
  },
  messageList: {
    page: async ({ messageList }) => {
      const all = await messageList.page({ limit: 50 });
      const two = await messageList.page({ limit: 2, conversationId: twin.conversationId });
      const rest = await messageList.page({
        limit: 50,
        sessionId: twin.sessionId,
        cursor: two.nextCursor ?? '',
      });
      expect([...two.items, ...rest.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
      return [all, two, rest];
    },
    get: async ({ messageList }) => [
      await messageList.get(twin.takenInboundId),
      await messageList.get(twin.deadReplyId),
      await messageList.get(twin.turnId),
    ],
  },
  letterReplays: {
    standing: async (scope) => {
      await dieInTurn(scope);
      await dieWaiting(scope);
      const ids = [twin.deadReplyId, twin.takenInboundId, twin.pendingInboundId, twin.turnId];
      const standings = await Promise.all(ids.map((id) => scope.letterReplays.standing(id)));
      expect(standings.map((standing) => standing?.mergedIds)).toEqual([
        [],
        [twin.takenInboundId],
        [twin.pendingInboundId],
        undefined,
      ]);
      return standings;
    },
    reply: async ({ letterReplays }) => {
      expect(await letterReplays.reply(twin.deadReplyId, at)).toBe(true);
      expect(await letterReplays.reply(twin.deadReplyId, at)).toBe(false);
    },
    turnOfReply: async (scope) => {
      await dieInTurn(scope);
      await scope.together(scope.letterReplays.turnOfReply(twin.turnId, { by: 'key:1', at }));
      expect(await scope.turns.open(twinPlace)).toMatchObject([{ id: twin.turnId, state: 'answered' }]);
      expect(await scope.deadLetters.count({ direction: 'to-engine' })).toBe(0);
    },
    messages: async (scope) => {
      await dieInTurn(scope);
      expect(await scope.letterReplays.messages([twin.takenInboundId])).toBe(1);
      expect(await scope.letterReplays.messages([twin.takenInboundId])).toBe(0);
    },
  },
};
