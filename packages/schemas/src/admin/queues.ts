import { z } from 'zod';

export const zListQueues = z.strictObject({});

/** One queue of Redis. Its jobs hold ids only; what it loses is found in MySQL by the sweep. */
export const zQueueView = z.object({
  name: z.string(),
  paused: z.boolean(),
  /** Connections of workers that listen to it. */
  workers: z.int(),
  waiting: z.int(),
  active: z.int(),
  delayed: z.int(),
  failed: z.int(),
  /** Age of the job that waits longest, s; null: none waits. */
  oldestWaitingS: z.number().nullable(),
});
export type QueueView = z.output<typeof zQueueView>;

/** Lanes that wait for the same thing, and the age of the oldest message, turn or delivery in them, s. */
const zLaneStateView = z.object({ state: z.string(), lanes: z.int(), oldestS: z.number().nullable() });

const zLaneDirectionView = z.object({
  direction: z.enum(['to-engine', 'to-channel']),
  /** With work now or at a time. */
  lanes: z.int(),
  /** Due and held by nobody. */
  due: z.int(),
  held: z.int(),
  /** How long the longest waiting of them has been due, s. */
  oldestDueS: z.number().nullable(),
  states: z.array(zLaneStateView),
});

export const zLanesView = z.object({
  /** Whether more lanes have work than were counted. */
  isCut: z.boolean(),
  /** Of how many lanes, those due first, the states were looked at. */
  looked: z.int(),
  directions: z.array(zLaneDirectionView),
});
export type LanesView = z.output<typeof zLanesView>;

export const zQueuesAnswer = z.object({
  redis: z.enum(['up', 'away']),
  queues: z.array(zQueueView),
  lanes: zLanesView,
});
export type QueuesView = z.output<typeof zQueuesAnswer>;
