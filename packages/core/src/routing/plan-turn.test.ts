import { array, assert, constantFrom, integer, nat, option, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, heardMessage, startMs } from '../../test/heard-message.ts';
import type { Heard } from './hear.ts';
import { planTurn, type TurnPlan } from './plan-turn.ts';

const config = { reorderMs: 300, settleMs: 1_500, settleMaxMs: 10_000 };

const plan = (
  pending: Heard[],
  nowMs: number,
  more: Partial<Parameters<typeof planTurn>[0]> = {},
): TurnPlan => planTurn({ pending, config, lastTakenMessageId: null, now: at(nowMs), ...more });

/** What a plan takes, as ids; or until when it waits, in ms. */
function told(result: TurnPlan): number | 'idle' | (number | null)[] {
  switch (result.action) {
    case 'idle':
      return 'idle';
    case 'wait':
      return result.until.getTime() - startMs;
    case 'take':
      return result.messages.map(({ channelMessageId }) => channelMessageId);
  }
}

describe('a turn waits', () => {
  const cases: [string, Heard[], Partial<typeof config>, number][] = [
    ['for the end of a burst', [heardMessage({ id: 1 })], {}, 1_500],
    [
      'from the last message on',
      [heardMessage({ id: 1 }), heardMessage({ id: 2, arrivedMs: 1_000 })],
      {},
      2_500,
    ],
    [
      'never longer than settleMaxMs from its first message',
      [0, 1_400, 2_800, 4_200, 5_600, 7_000, 8_400, 9_800].map((arrivedMs, id) =>
        heardMessage({ id, arrivedMs }),
      ),
      {},
      10_000,
    ],
    ['reorderMs when a burst needs no settling', [heardMessage({ id: 1 })], { settleMs: 0 }, 300],
    ['reorderMs even when settleMaxMs is shorter', [heardMessage({ id: 1 })], { settleMaxMs: 0 }, 300],
    ['not at all when both are 0', [heardMessage({ id: 1 })], { settleMs: 0, reorderMs: 0 }, 0],
    ['only reorderMs for a choice', [heardMessage({ id: 1, kind: 'choice' })], {}, 300],
    [
      'only reorderMs for texts that a choice has ended',
      [heardMessage({ id: 1 }), heardMessage({ id: 9, kind: 'choice', arrivedMs: 100 })],
      {},
      300,
    ],
    [
      'only reorderMs for a burst that is full',
      Array.from({ length: 21 }, (_, id) => heardMessage({ id: id + 1 })),
      {},
      300,
    ],
    ['until a paced message may be taken', [heardMessage({ id: 1, availableMs: 4_000 })], {}, 4_000],
  ];

  it.each(cases)('%s', (_name, pending, change, untilMs) => {
    const settings = { config: { ...config, ...change } };
    if (untilMs > 0) expect(told(plan(pending, 0, settings))).toBe(untilMs);
    if (untilMs > 0) expect(told(plan(pending, untilMs - 1, settings))).toBe(untilMs);
    if (pending.some(({ availableAt }) => availableAt)) return;
    expect(plan(pending, untilMs, settings).action).toBe('take');
  });

  it('for nothing when nothing is pending', () => expect(told(plan([], 0))).toBe('idle'));
});

describe('a turn takes', () => {
  const long = 'x'.repeat(40 * 1_024);
  const cases: [string, Heard[], (number | null)[]][] = [
    [
      'messages in the order of their ids, not of their arrival',
      [7, 5, 6].map((id) => heardMessage({ id })),
      [5, 6, 7],
    ],
    [
      'bodies without id in the order of their arrival',
      [
        heardMessage({ id: 7 }),
        heardMessage({ id: null }),
        heardMessage({ id: 5 }),
        heardMessage({ id: null }),
      ],
      [5, null, 7, null],
    ],
    [
      'a choice alone',
      [heardMessage({ id: 3, kind: 'choice' }), heardMessage({ id: 4 }), heardMessage({ id: 2 })],
      [3],
    ],
    [
      'what came before a choice without it',
      [heardMessage({ id: 8 }), heardMessage({ id: 3, kind: 'choice' }), heardMessage({ id: 6 })],
      [6],
    ],
    [
      'at most 20 messages',
      Array.from({ length: 25 }, (_, id) => heardMessage({ id: 25 - id })),
      Array.from({ length: 20 }, (_, id) => id + 1),
    ],
    ['at most 64 KB', [1, 2, 3].map((id) => heardMessage({ id, text: long })), [1]],
    [
      'at most 64 KB as bytes, not as characters',
      [1, 2].map((id) => heardMessage({ id, text: 'ü'.repeat(20 * 1_024) })),
      [1],
    ],
    ['a message that is larger than that alone', [heardMessage({ id: 1, text: 'x'.repeat(100_000) })], [1]],
  ];

  it.each(cases)('%s', (_name, pending, ids) => expect(told(plan(pending, 60_000))).toEqual(ids));

  it('one that came after a higher id had been taken, and marks it late', () => {
    const pending = [heardMessage({ id: 4 }), heardMessage({ id: 11 })];
    const result = plan(pending, 60_000, { lastTakenMessageId: 10 });
    expect(result).toMatchObject({ action: 'take', messages: pending, lateIds: [pending[0]?.id] });
  });

  it('choices and bodies without id, which are never late', () => {
    const pending = [heardMessage({ id: null })];
    expect(plan(pending, 60_000, { lastTakenMessageId: 10 })).toMatchObject({ lateIds: [] });
    const choice = [heardMessage({ id: 3, kind: 'choice' })];
    expect(plan(choice, 60_000, { lastTakenMessageId: 10 })).toMatchObject({ lateIds: [] });
  });

  it('what is available without what is still paced', () => {
    const pending = [heardMessage({ id: 1 }), heardMessage({ id: 2, availableMs: 90_000 })];
    expect(told(plan(pending, 60_000))).toEqual([1]);
  });

  it('nothing ahead of a paced message with a lower id', () => {
    const pending = [heardMessage({ id: 1, availableMs: 90_000 }), heardMessage({ id: 2, arrivedMs: 100 })];
    expect(told(plan(pending, 60_000))).toBe(90_000);
    expect(told(plan(pending, 100_000))).toEqual([1, 2]);
  });
});

describe('whatever arrives', () => {
  const arrivals = array(
    record({
      id: option(nat(30), { nil: null }),
      kind: constantFrom<Heard['kind']>('customer-message', 'customer-message', 'choice'),
      size: constantFrom(3, 3, 3, 30_000, 70_000),
      arrivedMs: integer({ min: 0, max: 20_000 }),
      pacedMs: constantFrom(null, null, null, 500, 9_000),
    }),
    { maxLength: 40 },
  ).map((list) =>
    list
      .sort((a, b) => a.arrivedMs - b.arrivedMs)
      .map(({ id, kind, size, arrivedMs, pacedMs }) =>
        heardMessage({
          id: kind === 'choice' ? (id ?? 1) : id,
          kind,
          text: 'x'.repeat(size),
          arrivedMs,
          availableMs: pacedMs === null ? null : arrivedMs + pacedMs,
        }),
      ),
  );

  /** Looks at the lane whenever something arrives or a wait is over, until all is taken. */
  function takeAll(messages: Heard[]): { taken: Heard[]; left: Heard[]; nowMs: number }[] {
    const turns: { taken: Heard[]; left: Heard[]; nowMs: number }[] = [];
    let unseen = messages;
    let pending: Heard[] = [];
    let lastTaken: number | null = null;
    let nowMs = startMs;
    for (let look = 0; look < 10_000; look += 1) {
      const here = unseen.filter(({ receivedAt }) => receivedAt.getTime() <= nowMs);
      pending = [...pending, ...here];
      unseen = unseen.filter((message) => !here.includes(message));
      const result = planTurn({ pending, config, lastTakenMessageId: lastTaken, now: new Date(nowMs) });
      const nextArrivalMs = unseen[0]?.receivedAt.getTime() ?? Number.POSITIVE_INFINITY;
      if (result.action === 'take') {
        const { messages: taken } = result;
        pending = pending.filter((message) => !taken.includes(message));
        turns.push({ taken, left: pending, nowMs });
        lastTaken = Math.max(lastTaken ?? 0, ...taken.map(({ channelMessageId }) => channelMessageId ?? 0));
      } else {
        const waitMs = result.action === 'wait' ? result.until.getTime() : Number.POSITIVE_INFINITY;
        if (waitMs === Number.POSITIVE_INFINITY && unseen.length === 0) return turns;
        expect(waitMs).toBeGreaterThan(nowMs);
        nowMs = Math.min(waitMs, nextArrivalMs);
      }
    }
    throw new Error('the turns never end');
  }

  const holds = (check: (messages: Heard[], turns: ReturnType<typeof takeAll>) => void) =>
    assert(
      property(arrivals, (messages) => check(messages, takeAll(messages))),
      { seed: 20_260_302, numRuns: 300 },
    );

  it('each message is taken once and none is dropped', () =>
    holds((messages, turns) => {
      const taken = turns.flatMap((turn) => turn.taken.map(({ id }) => id));
      expect(taken.toSorted()).toEqual(messages.map(({ id }) => id).toSorted());
    }));

  it('no turn is larger than its caps, and a choice is alone', () =>
    holds((_messages, turns) => {
      for (const { taken } of turns) {
        const bytes = taken.reduce((sum, { message }) => sum + Buffer.byteLength(message.text), 0);
        expect(taken.length).toBeLessThanOrEqual(20);
        if (taken.length > 1) expect(bytes).toBeLessThanOrEqual(64 * 1_024);
        if (taken.some(({ kind }) => kind === 'choice')) expect(taken).toHaveLength(1);
      }
    }));

  it('no message overtakes one with a lower id that was stored when its turn was taken', () =>
    holds((_messages, turns) => {
      const places = (list: Heard[]) =>
        list.flatMap(({ kind, channelMessageId }) =>
          kind === 'choice' || channelMessageId === null ? [] : [channelMessageId],
        );
      for (const { taken, left } of turns) {
        const ids = places(taken);
        expect(ids).toEqual(ids.toSorted((a, b) => a - b));
        expect(Math.max(...ids, 0)).toBeLessThanOrEqual(Math.min(...places(left), Number.POSITIVE_INFINITY));
      }
    }));

  it('no message is taken before it may be', () =>
    holds((_messages, turns) => {
      for (const { taken, nowMs } of turns) {
        for (const { availableAt } of taken) expect(availableAt?.getTime() ?? 0).toBeLessThanOrEqual(nowMs);
      }
    }));
});
