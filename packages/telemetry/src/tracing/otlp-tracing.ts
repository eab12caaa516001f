import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { TracingEnvironment } from '@tandem/schemas';
import { createTracing, NextIds } from './create-tracing.ts';
import type { OpenTracing } from './open-tracing.ts';
import type { Tracing } from './tracing.ts';

/**
 * Traces over OTLP. Headers, timeouts and compression are read by the exporter from the `OTEL_EXPORTER_OTLP_*` variables of
 * the process, resource attributes by the detectors, as the specification of OpenTelemetry names them.
 */
export async function createOtlpTracing(input: OpenTracing & { url: string }): Promise<Tracing> {
  const { environment, service, url } = input;
  const ids = new NextIds();
  const named = resourceFromAttributes({ 'service.name': service });
  const told = detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] });
  const provider = new TracerProvider({
    resource: defaultResource().merge(named).merge(told),
    sampler: samplerOf(environment),
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: await exporterOf(environment.OTEL_EXPORTER_OTLP_PROTOCOL, url),
        scheduledDelayMillis: environment.OTEL_BSP_SCHEDULE_DELAY,
        maxQueueSize: environment.OTEL_BSP_MAX_QUEUE_SIZE,
        maxExportBatchSize: Math.min(512, environment.OTEL_BSP_MAX_QUEUE_SIZE),
      }),
    ],
  });
  return createTracing({ provider, ids });
}

async function exporterOf(
  protocol: TracingEnvironment['OTEL_EXPORTER_OTLP_PROTOCOL'],
  url: string,
): Promise<SpanExporter> {
  switch (protocol) {
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter({ url });
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter({ url });
  }
}

/** Decides by the trace's id alone, so that all processes keep the same traces, whole. */
function samplerOf(environment: TracingEnvironment): Sampler {
  switch (environment.OTEL_TRACES_SAMPLER) {
    case 'always_off':
    case 'parentbased_always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
    case 'parentbased_traceidratio':
      return new TraceIdRatioBasedSampler(environment.OTEL_TRACES_SAMPLER_ARG);
    case 'always_on':
    case 'parentbased_always_on':
      return new AlwaysOnSampler();
  }
}
