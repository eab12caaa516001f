import fc from 'fast-check';
import type { LaneLease, Statement, TenantScope } from '../src/index.ts';
import type { NewOutbound } from '../src/repositories/outbound-changes.ts';
import type { Conversation } from './held-conversations.ts';

type AnyLane = Parameters<TenantScope['lanes']['claim']>[0];

interface HeldLane {
  lane: AnyLane;
  lease: LaneLease;
}

/** A conversation both of whose lanes are held: its own and the one to the channel. */
export interface BothLanes extends Conversation {
  answering: HeldLane;
}

/** What one lane does, and what the other one does at the same time; neither sees anything of the other. */
interface Packets {
  work: Statement<unknown>[];
  beside: Statement<unknown>;
}

const dawn = Date.UTC(2026, 2, 2, 9);
const hourMs = 3_600_000;
/** Values are often the same as those of neighbours. */
const time = fc.oneof(fc.constant(0), fc.nat(9_000_000)).map((ms) => new Date(dawn + ms));
const number = fc.oneof(fc.constant(5), fc.nat(1_000_000_000));
const text = fc.oneof(
  fc.constantFrom('r', '', "it's", '?', 'a\\', 'x'.repeat(600)),
  fc.string({ unit: fc.constantFrom("'", '"', '\\', '?', ';', 'a', 'é', '🙂'), maxLength: 20 }),
);

/** What may differ between the packets of a step. */
const arbitraryHow = fc.record({
  isIdle: fc.nat(9).map((one) => one === 0),
  isBrief: fc.nat(4).map((one) => one === 0),
  takesAll: fc.boolean(),
  holds: fc.boolean(),
  settles: fc.boolean(),
  hasBeside: fc.boolean(),
  /** Rarely: what the server refuses is taken apart, and nothing of it goes together. */
  staleBy: fc.oneof({ weight: 30, arbitrary: fc.constant(0) }, fc.constantFrom(-1, 1)),
  leaseMs: fc.constantFrom(hourMs, 5 * hourMs, 9 * hourMs),
  at: time,
  until: time,
  dueAt: fc.option(time, { freq: 2 }),
  endKind: fc.constantFrom('answered', 'silent', 'suppressed', 'handed-off', 'dead'),
  text,
  number,
  channelMessageId: fc.option(number, { freq: 3 }),
  kind: fc.constantFrom('reply', 'reply', 'notice', 'handoff', 'handoff-notice', 'assignment', 'action'),
  owner: fc.constantFrom('bot', 'bot', 'bot', 'human'),
  place: fc.nat(2),
});
export type How = typeof arbitraryHow extends fc.Arbitrary<infer Value> ? Value : never;

const heldBy = ({ lease: { token } }: HeldLane, { staleBy }: How): LaneLease => ({ token: token + staleBy });
const hold = ({ scope }: BothLanes, held: HeldLane, how: How) =>
  scope.lanes.hold(held.lane, heldBy(held, how), how.leaseMs);
const release = ({ scope }: BothLanes, held: HeldLane, how: How) =>
  scope.lanes.release(held.lane, heldBy(held, how), how.dueAt);
const endOf = ({ endKind, text }: How) => ({ kind: endKind, reason: text });
const replyOf = ({ replies }: Conversation, { place }: How) => lastOf(replies.slice(0, place + 1));
const when = <Part>(holds: boolean, part: () => Part): Part[] => (holds ? [part()] : []);

function lastOf<One>(all: readonly One[]): One {
  const last = all.at(-1);
  if (last === undefined) throw new Error('none of them');
  return last;
}

function begin(one: BothLanes, how: How): Packets {
  const { scope, lane, turn, session, messages } = one;
  const ids = messages.slice(0, how.takesAll ? messages.length : Math.max(1, messages.length - how.place));
  const rest = messages.slice(ids.length);
  const lateIds = ids.filter((_, index) => how.settles && index % 3 === how.place);
  const begun = { id: turn, firstId: lastOf(ids), sessionId: session, configVersion: how.place };
  return {
    work: [
      scope.inbound.takeIntoTurn(lane, { lease: heldBy(one, how), turnId: turn, ids, lateIds }),
      ...when(!how.isBrief, () =>
        scope.turns.begin(lane, {
          ...{
            ...begun,
            engineConversationId: how.text.slice(0, 40),
            channelMessageId: how.channelMessageId,
          },
          ...{ deadlineAt: how.until, createdAt: how.at },
        }),
      ),
      ...when(rest.length > 0 && how.settles, () => scope.inbound.end(rest, endOf(how), how.at)),
      ...when(how.holds, () => hold(one, one, how)),
    ],
    beside: hold(one, one.answering, how),
  };
}

function take(one: BothLanes, how: How): Packets {
  const { scope, turn, session, messages } = one;
  const { at, until, number } = how;
  const question = { digest: how.text, at: until.toISOString() };
  const taken = { takenAt: at, checkAt: until, newestMessageId: number, question, at: until };
  return {
    work: [
      scope.turns.taken({ id: turn, sessionId: session }, taken),
      ...when(how.settles, () => scope.inbound.end(messages.slice(-1), endOf(how), at)),
    ],
    beside: hold(one, one.answering, how),
  };
}

const claim = (one: BothLanes, how: How, by: 'claim' | 'claimAppended' = 'claim') => {
  const { kind, owner, at } = how;
  return one.scope.outbound[by](replyOf(one, how), { sessionId: one.session, kind, owner, at });
};

function reply(one: BothLanes, how: How): Packets {
  const { scope, lane, turn, session, replies, answering } = one;
  const { kind, at: createdAt, until: expiresAt } = how;
  const made = replies.slice(0, how.place + 1).map((id, place): NewOutbound => {
    const payload = JSON.stringify([how.text, place]);
    return { id, turnId: how.takesAll ? turn : null, inboundId: null, kind, payload, expiresAt, createdAt };
  });
  return {
    work: [
      ...scope.outbound.append({ ...lane, sessionId: session }, made, how.number % 4),
      ...when(!how.isBrief, () => scope.turns.answered(turn)),
      ...when(how.isBrief, () => scope.lanes.touch(answering.lane, how.until)),
      ...when(how.settles, () => claim(one, how, how.takesAll ? 'claim' : 'claimAppended')),
      ...when(how.holds, () => hold(one, answering, how)),
    ],
    beside: hold(one, one, how),
  };
}

const sent = (one: BothLanes, how: How) =>
  one.scope.outbound.sent(replyOf(one, how), { channelMessageId: how.channelMessageId, at: how.at });

const send = (one: BothLanes, how: How): Packets => ({
  work: [claim(one, how), ...when(how.settles, () => sent(one, how))],
  beside: hold(one, one, how),
});

const end = ({ scope, lane, turn }: BothLanes, how: How) =>
  scope.turns.end(lane, turn, endOf(how), how.until);

function settle(one: BothLanes, how: How): Packets {
  const [given, kept] = how.holds ? [one.answering, one] : [one, one.answering];
  return {
    work: [sent(one, how), ...when(!how.isBrief, () => end(one, how)), release(one, given, how)],
    beside: hold(one, kept, how),
  };
}

const giveBack = (one: BothLanes, how: How): Packets => ({
  work: [...when(!how.isBrief, () => end(one, how)), release(one, one, how)],
  beside: release(one, one.answering, how),
});

/** From the beginning of a turn to where its lanes are given back. */
export const steps = [begin, take, reply, send, settle, giveBack];

export const arbitraryHows = fc.array(arbitraryHow, { minLength: steps.length, maxLength: steps.length });

/** What is sent at once in a step: the packets of those that are not idle, behind them those of their other lanes. */
export function packetsOf(step: number, all: readonly { one: BothLanes; hows: readonly How[] }[]) {
  const made = all.flatMap(({ one, hows }) => {
    const [how, make] = [hows[step], steps[step]];
    return how && make && !how.isIdle ? [{ scope: one.scope, how, ...make(one, how) }] : [];
  });
  return [
    ...made.map(({ scope, work }) => ({ scope, statements: work })),
    ...made.filter(({ how }) => how.hasBeside).map(({ scope, beside }) => ({ scope, statements: [beside] })),
  ];
}
