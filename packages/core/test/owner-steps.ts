import type { ConversationStatus } from '@tandem/schemas';
import fc from 'fast-check';
import type { OwnerEvent } from '../src/ownership/owner-events.ts';

/** One thing that happens in a story: an event, time, or the tenant's suspension. */
export type OwnerStep =
  | { type: 'event'; name: OwnerEvent['type']; eventAt(now: Date): OwnerEvent }
  | { type: 'time'; minutes: number }
  | { type: 'suspension'; suspended: boolean };

const statuses: ConversationStatus[] = ['open', 'pending', 'resolved', 'snoozed'];

/** As an event shows the conversation: some are minutes late, some do not say when. */
const arbitraryView = fc.record({
  status: fc.constantFrom(...statuses),
  assigneeId: fc.constantFrom(null, null, 18),
  lateMs: fc.constantFrom(0, 0, 0, 1, 90_000, null),
  isReplied: fc.constantFrom(false, false, false, true),
});
type View = typeof arbitraryView extends fc.Arbitrary<infer Value> ? Value : never;

const viewAt = (now: Date, { status, assigneeId, lateMs, isReplied }: View) => ({
  status,
  assigneeId,
  updatedAtMs: lateMs === null ? null : now.getTime() - lateMs,
  createdAtMs: null,
  firstReplyAtMs: isReplied ? now.getTime() : null,
  locale: null,
});

const eventOf = (make: (now: Date) => OwnerEvent): OwnerStep => ({
  type: 'event',
  name: make(new Date(0)).type,
  eventAt: make,
});

const arbitraryEvent: fc.Arbitrary<OwnerStep> = fc.oneof(
  fc
    .tuple(arbitraryView, fc.boolean())
    .map(([view, ownFailure]) =>
      eventOf((at) => ({ type: 'customer-message', at, conversation: viewAt(at, view), ownFailure })),
    ),
  fc.constant(eventOf((at) => ({ type: 'bot-reply', at }))),
  fc
    .constantFrom('bot', 'tandem', 'key:0198')
    .map((actor) => eventOf((at) => ({ type: 'handoff', at, reason: `wanted by ${actor}`, actor }))),
  fc
    .tuple(arbitraryView, fc.constantFrom(18, null))
    .map(([view, agentId]) =>
      eventOf((at) => ({ type: 'agent-message', at, agentId, conversation: viewAt(at, view) })),
    ),
  arbitraryView.map((view) =>
    eventOf((at) => ({ type: 'status', at, status: view.status, conversation: viewAt(at, view) })),
  ),
  fc.constant(eventOf((at) => ({ type: 'release', at, reason: 'given back', actor: 'agent:18' }))),
  fc.constant(eventOf((at) => ({ type: 'unattended-due', at }))),
  fc.constant(eventOf((at) => ({ type: 'silence-due', at, lastSaidAt: null }))),
);

/** A story of any events in any order, with time between them. */
export const arbitraryOwnerSteps = (stepsMax: number): fc.Arbitrary<OwnerStep[]> =>
  fc.array(
    fc.oneof(
      { weight: 8, arbitrary: arbitraryEvent },
      {
        weight: 3,
        arbitrary: fc.integer({ min: 0, max: 120 }).map((minutes) => ({ type: 'time' as const, minutes })),
      },
      {
        weight: 1,
        arbitrary: fc.boolean().map((suspended) => ({ type: 'suspension' as const, suspended })),
      },
    ),
    { maxLength: stepsMax, size: 'max' },
  );
