import { type TrackedEnvelope, tracked } from '@trpc/server';
import { z } from 'zod';

/** The output of a subscription: a stream of events, each held to `event` as other answers are to their schema. */
export const zEvents = <Event extends z.ZodType>(event: Event) =>
  z
    .custom<AsyncIterable<TrackedEnvelope<z.input<Event>>>>(
      (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
    )
    .transform((events) => parseEach(events, event));

async function* parseEach<Event extends z.ZodType>(
  events: AsyncIterable<TrackedEnvelope<z.input<Event>>>,
  event: Event,
): AsyncGenerator<TrackedEnvelope<z.output<Event>>, void> {
  for await (const [id, data] of events) yield tracked(id, event.parse(data));
}
