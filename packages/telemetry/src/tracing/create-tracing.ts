import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { type IdGenerator, RandomIdGenerator, type TracerProvider } from '@opentelemetry/sdk-trace';
import { rootSpanIdOf, traceIdOf } from './trace-ids.ts';
import type { Tracing } from './tracing.ts';

const kinds = { server: SpanKind.SERVER, internal: SpanKind.INTERNAL };
const closeMs = 3_000;

/** Random ids, but for a root span, whose ids follow from what it is about. */
export class NextIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #next: string | null = null;

  /** Makes a span whose ids are those of `id`'s root. */
  rootOf<Made>(id: string, make: () => Made): Made {
    this.#next = id;
    try {
      return make();
    } finally {
      this.#next = null;
    }
  }

  generateTraceId(): string {
    return this.#next === null ? this.#random.generateTraceId() : traceIdOf(this.#next);
  }

  generateSpanId(): string {
    return this.#next === null ? this.#random.generateSpanId() : rootSpanIdOf(this.#next);
  }
}

/** Spans by a provider of OpenTelemetry. The context of work is kept here, not in OpenTelemetry's global. */
export function createTracing(input: { provider: TracerProvider; ids: NextIds }): Tracing {
  const { provider, ids } = input;
  const tracer = provider.getTracer('tandem');
  const working = new AsyncLocalStorage<Context>();
  const traceOf = (id: string): Context =>
    trace.setSpanContext(ROOT_CONTEXT, {
      traceId: traceIdOf(id),
      spanId: rootSpanIdOf(id),
      traceFlags: TraceFlags.SAMPLED,
      isRemote: true,
    });

  return {
    inSpan: async ({ name, turnId, attributes }, work) => {
      const parent = traceOf(turnId);
      const span = tracer.startSpan(name, { attributes }, parent);
      try {
        return await working.run(trace.setSpan(parent, span), work);
      } catch (error) {
        span.setStatus({
          code: SpanStatusCode.ERROR,
          message: error instanceof Error ? error.name : 'thrown',
        });
        throw error;
      } finally {
        span.end();
      }
    },

    record: ({ name, kind, traceOf: id, isRoot, attributes, startedAtMs, endedAtMs, failed }) => {
      const options = { kind: kinds[kind], attributes, startTime: startedAtMs };
      const span = isRoot
        ? ids.rootOf(id, () => tracer.startSpan(name, options, ROOT_CONTEXT))
        : tracer.startSpan(name, options, traceOf(id));
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(Math.max(startedAtMs, endedAtMs));
    },

    observeRequest: ({ upstream, method, host, kind, status, durationMs }) => {
      const context = working.getStore();
      if (!context) return;
      const endedAtMs = Date.now();
      const span = tracer.startSpan(
        `${method} ${upstream}`,
        {
          kind: SpanKind.CLIENT,
          startTime: endedAtMs - durationMs,
          attributes: {
            'http.request.method': method,
            'server.address': host,
            'tandem.upstream': upstream,
            'tandem.outcome': kind,
            ...(status !== null && { 'http.response.status_code': status }),
          },
        },
        context,
      );
      if (kind !== 'ok') span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endedAtMs);
    },

    close: async () => {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closeMs);
      });
      // A collector that is away keeps no process from ending.
      await Promise.race([provider.shutdown().catch(() => {}), timeout]);
      clearTimeout(timer);
    },
  };
}
