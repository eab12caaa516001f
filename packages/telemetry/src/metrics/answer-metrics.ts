import type { Registry } from 'prom-client';

/** Everything a registry shows now, as Prometheus reads it. */
export async function answerMetrics(registry: Registry): Promise<Response> {
  const text = await registry.metrics();
  return new Response(text, { headers: { 'content-type': registry.contentType } });
}
