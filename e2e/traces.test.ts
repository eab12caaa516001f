import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ReceivedSpan, receiveTraces, type TraceReceiver } from './receive-traces.ts';
import { type Product, startProduct } from './start-product.ts';

let receiver: TraceReceiver;
let product: Product;
beforeAll(async () => {
  receiver = await receiveTraces();
  product = await startProduct({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await receiver?.close();
});

const words = 'Do you sell gift cards?';

/** The trace that holds a turn whose end came. */
function turnTrace(): ReceivedSpan[] {
  const turn = receiver.spans.find(({ name }) => name === 'turn');
  return receiver.spans.filter(({ traceId }) => traceId === turn?.traceId);
}

it('tells one conversation as one trace of the api and the worker, from webhook to echo', async () => {
  const { chatwoot } = product.sandbox.upstreams;
  const { accountId, inboxId } = product.sandbox.demo;
  const { conversationId } = chatwoot.startConversation({ inboxId, contactName: 'Rosa Hidden' });
  chatwoot.customerSends({ accountId, conversationId, text: words });
  const kinds = () =>
    turnTrace().map(({ name, attributes }) => `${name} ${attributes.get('tandem.kind') ?? ''}`.trim());
  await expect
    .poll(kinds, { timeout: 60_000, interval: 200 })
    .toEqual(
      expect.arrayContaining([
        'webhook chatwoot customer-message',
        'carry turn',
        'POST chat_api',
        'webhook botpress reply',
        'deliver',
        'POST chatwoot',
        'webhook chatwoot echo',
        'turn',
      ]),
    );

  const trace = turnTrace();
  expect(new Set(trace.map(({ service }) => service))).toEqual(new Set(['tandem-api', 'tandem-worker']));
  const ids = new Set(trace.map(({ spanId }) => spanId));
  const roots = trace.filter(({ parentSpanId }) => !parentSpanId);
  expect(roots.map(({ name }) => name)).toEqual(['turn']);
  for (const { parentSpanId } of trace) if (parentSpanId) expect(ids).toContain(parentSpanId);
  const [turn] = roots;
  expect(turn?.attributes.get('tandem.outcome')).toBe('answered');
  expect(turn?.traceId).toBe(turn?.attributes.get('tandem.turn_id')?.replaceAll('-', ''));
  for (const { startTimeUnixNano, endTimeUnixNano } of trace)
    expect(endTimeUnixNano >= startTimeUnixNano).toBe(true);
  const send = trace.find(({ name }) => name === 'POST chatwoot');
  expect(trace.find(({ spanId }) => spanId === send?.parentSpanId)?.service).toBe('tandem-worker');
}, 90_000);

it('tells no content, name or key', () => {
  const told = receiver.bodies.join('\n');
  for (const secret of [words, 'gift card', 'Rosa Hidden', product.rootKey])
    expect(told).not.toContain(secret);
});
