import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const zValue = z.object({
  stringValue: z.string().optional(),
  intValue: z.union([z.int(), z.string()]).optional(),
});
const zAttributes = z
  .array(z.object({ key: z.string(), value: zValue }))
  .default([])
  .transform(
    (all) => new Map(all.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue)])),
  );
const zSpan = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  startTimeUnixNano: z.string().transform(BigInt),
  endTimeUnixNano: z.string().transform(BigInt),
  attributes: zAttributes,
});
/** OTLP over HTTP as JSON: ExportTraceServiceRequest of opentelemetry-proto 1. */
const zExport = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: zAttributes }),
      scopeSpans: z.array(z.object({ spans: z.array(zSpan) })),
    }),
  ),
});

export type ReceivedSpan = z.output<typeof zSpan> & { service: string };

export interface TraceReceiver {
  url: string;
  spans: ReceivedSpan[];
  /** All that was received, as it came. */
  bodies: string[];
  close(): Promise<void>;
}

/** A collector that takes OTLP over HTTP as JSON and keeps what it was sent. */
export async function receiveTraces(): Promise<TraceReceiver> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.url !== '/v1/traces') return void response.writeHead(404).end();
    bodies.push(body);
    for (const { resource, scopeSpans } of zExport.parse(JSON.parse(body)).resourceSpans) {
      const service = resource.attributes.get('service.name') ?? '';
      for (const { spans: some } of scopeSpans) spans.push(...some.map((span) => ({ ...span, service })));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    bodies,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
