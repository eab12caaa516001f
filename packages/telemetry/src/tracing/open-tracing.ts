import type { TracingEnvironment } from '@tandem/schemas';
import type { Tracing } from './tracing.ts';

export interface OpenTracing {
  environment: TracingEnvironment;
  service: 'tandem-api' | 'tandem-worker';
}

/** Opens traces when an exporter is set; null, with nothing of OpenTelemetry loaded, when none is. */
export async function openTracing({ environment, service }: OpenTracing): Promise<Tracing | null> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = environment;
  const url = own ?? (base === undefined ? undefined : `${base}/v1/traces`);
  const isOff = environment.OTEL_SDK_DISABLED || environment.OTEL_TRACES_EXPORTER === 'none';
  if (url === undefined || isOff) return null;
  const { createOtlpTracing } = await import('./otlp-tracing.ts');
  return await createOtlpTracing({ environment, service, url });
}
