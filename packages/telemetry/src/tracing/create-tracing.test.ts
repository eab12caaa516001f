import {
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { newId } from '@tandem/runtime';
import { expect, it } from 'vitest';
import { createTracing, NextIds } from './create-tracing.ts';
import { madeAtMs, rootSpanIdOf, traceIdOf } from './trace-ids.ts';

function open() {
  const exporter = new InMemorySpanExporter();
  const ids = new NextIds();
  const spanProcessors = [new SimpleSpanProcessor({ exporter })];
  const provider = new TracerProvider({ idGenerator: ids, spanProcessors, sampler: new AlwaysOnSampler() });
  return { tracing: createTracing({ provider, ids }), spans: () => exporter.getFinishedSpans() };
}

const request = {
  upstream: 'chatwoot',
  method: 'POST',
  host: 'chat.example',
  kind: 'ok',
  status: 200,
  durationMs: 5,
} as const;

it('hangs requests on the work that made them, also when two are at work', async () => {
  const { tracing, spans } = open();
  const turns = [newId<string>(), newId<string>()];
  tracing.observeRequest(request);
  await Promise.all(
    turns.map((turnId) =>
      tracing.inSpan({ name: 'deliver', turnId, attributes: {} }, async () => {
        await new Promise(setImmediate);
        tracing.observeRequest(request);
      }),
    ),
  );
  const requests = spans().filter(({ name }) => name === 'POST chatwoot');
  expect(requests).toHaveLength(2);
  for (const turnId of turns) {
    const work = spans().find(
      (span) => span.name === 'deliver' && span.spanContext().traceId === traceIdOf(turnId),
    );
    const made = requests.find((span) => span.spanContext().traceId === traceIdOf(turnId));
    expect(work?.parentSpanContext?.spanId).toBe(rootSpanIdOf(turnId));
    expect(made?.parentSpanContext?.spanId).toBe(work?.spanContext().spanId);
  }
});

it('makes the root that all processes hang their spans on', () => {
  const { tracing, spans } = open();
  const id = newId<string>();
  const past = { kind: 'internal', traceOf: id, attributes: {}, failed: false } as const;
  const startedAtMs = madeAtMs(id);
  tracing.record({ ...past, name: 'webhook', isRoot: false, startedAtMs, endedAtMs: startedAtMs + 5 });
  tracing.record({ ...past, name: 'turn', isRoot: true, startedAtMs, endedAtMs: startedAtMs + 900 });
  const [webhook, turn] = spans();
  expect(turn?.spanContext()).toMatchObject({ traceId: traceIdOf(id), spanId: rootSpanIdOf(id) });
  expect(turn?.parentSpanContext).toBeUndefined();
  expect(webhook?.parentSpanContext?.spanId).toBe(rootSpanIdOf(id));
});

it('lets a failure through and tells of it', async () => {
  const { tracing, spans } = open();
  const work = tracing.inSpan({ name: 'deliver', turnId: newId(), attributes: {} }, async () => {
    throw new TypeError('words of a customer');
  });
  await expect(work).rejects.toThrow(TypeError);
  expect(spans()[0]?.status).toEqual({ code: 2, message: 'TypeError' });
});
