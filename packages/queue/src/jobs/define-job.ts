import type { z } from 'zod';

/** A background job as a value: what is enqueued by, and what a worker runs. Importing one opens nothing. */
export interface Job<Context, Payload> extends RunnableJob<Context> {
  /** Encodes a payload for Redis, which holds ids only; throws a ZodError on a wrong one. */
  encode(payload: Payload): Payload;
  /** Jobs with the same key wait as one; one that comes while another runs is run after it. */
  readonly dedupe: ((payload: Payload) => string) | undefined;
}

/** The side of a job that a worker sees: the payload is not trusted, it is parsed again. */
export interface RunnableJob<Context> {
  readonly name: string;
  /** Jobs of one queue share its workers. */
  readonly queue: string;
  /** Tries in all; between them exponential pauses with jitter from 1 s. */
  readonly attemptsMax: number;
  /** Parses the payload and handles it; throws a ZodError when it does not fit, or what `handle` throws. */
  perform(context: Context, data: unknown): Promise<void>;
}

export interface JobDefinition<Context, Payload> {
  /** Like `sync-config`: no colon. */
  name: string;
  queue: string;
  /** Ids only. A new field is optional for one release, as old and new processes share the queue. */
  payload: z.ZodType<Payload>;
  dedupe?: (payload: Payload) => string;
  /** Default 1: what must not get lost has its own row and its own retries in MySQL. */
  attemptsMax?: number;
  handle(context: Context, payload: Payload): Promise<void>;
}

/** Makes a job from its definition. */
export const defineJob = <Context, Payload extends object>(
  definition: JobDefinition<Context, Payload>,
): Job<Context, Payload> => ({
  name: definition.name,
  queue: definition.queue,
  attemptsMax: definition.attemptsMax ?? 1,
  dedupe: definition.dedupe,
  encode: (payload) => definition.payload.parse(payload),
  perform: async (context, data) => {
    await definition.handle(context, definition.payload.parse(data));
  },
});

/** BullMQ's key prefix of a queue; the braces keep its keys in one hash slot. */
export const jobQueuePrefix = (prefix: string, queue: string): string => `{${prefix}-jobs-${queue}}`;

export const jobQueueName = 'jobs';
