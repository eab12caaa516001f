import { AppError, formatActor } from '@tandem/schemas';
import { type TrackedEnvelope, tracked } from '@trpc/server';
import type { Caller } from './authenticate.ts';
import type { AdminRequest } from './context.ts';
import { failureOf, toTrpcError } from './errors.ts';

/** What a subscription is given by its procedure: `tenantProcedure` and `platformProcedure` make it. */
export interface SubscriberContext extends AdminRequest {
  caller: Caller;
  line: Record<string, unknown>;
  /** Rejects with the AppError of a call by this key now. */
  recheck(): Promise<void>;
}

/** What one look at the store found. */
export interface Looked<Event> {
  /** In their order. `id` says where to go on behind the event. */
  events: readonly { id: string; data: Event }[];
  /** Nothing more will ever come. */
  isOver: boolean;
}

export interface SubscribeInput<Event> {
  /** Of the client's connection. */
  signal: AbortSignal | undefined;
  /** Of the last event the client has got, when it comes back. */
  lastEventId: string | null | undefined;
  /** What is new behind the event of this id; null: from the beginning. */
  look(after: string | null): Promise<Looked<Event>>;
  /** Less often than all subscriptions look. */
  lookEveryMs?: number;
}

/**
 * Follows something in the store until it is over. The store is asked at a bounded pace, so that nothing depends on Redis.
 * Each event carries its id, with which a client that lost its connection goes on where it was. Ends with the code of a
 * refused call within two looks of the key being revoked or the tenant suspended; is cut when the process drains.
 */
export async function* subscribe<Event>(
  context: SubscriberContext,
  input: SubscribeInput<Event>,
): AsyncGenerator<TrackedEnvelope<Event>, void> {
  const { subscriptions, log } = context.deps;
  const startedAt = performance.now();
  let after = input.lastEventId ?? null;
  let outcome = 'left';
  let leave = () => {};
  try {
    leave = subscriptions.enter(formatActor(context.caller.actor));
    for (;;) {
      const { events, isOver } = await input.look(after);
      for (const { id, data } of events) {
        yield tracked(id, data);
        after = id;
      }
      if (isOver) {
        outcome = 'over';
        return;
      }
      await pause(context, input);
      if (input.signal?.aborted) return;
      await context.recheck();
    }
  } catch (thrown) {
    outcome = isCut(thrown) ? 'cut' : failureOf(thrown).code;
    if (outcome === 'internal') log.error({ ...context.line, err: thrown }, 'admin subscription');
    throw thrown instanceof AppError ? toTrpcError(thrown) : thrown;
  } finally {
    leave();
    const durationMs = Math.round(performance.now() - startedAt);
    log.info({ ...context.line, outcome, durationMs }, 'admin subscription');
  }
}

/**
 * Until the next look, or until the client leaves. Rejects with an AbortError when the process drains: it ends the stream
 * without a word, and the client comes back.
 */
async function pause(context: SubscriberContext, input: SubscribeInput<unknown>): Promise<void> {
  const { stopping, lookEveryMs, wait } = context.deps.subscriptions;
  const signal = AbortSignal.any([stopping, ...(input.signal ? [input.signal] : [])]);
  const delayMs = Math.max(lookEveryMs, input.lookEveryMs ?? 0);
  await wait(delayMs, signal).catch((thrown) => {
    if (!input.signal?.aborted) throw thrown;
  });
}

const isCut = (thrown: unknown): boolean => thrown instanceof Error && thrown.name === 'AbortError';
