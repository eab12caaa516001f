import type { TracedIds, TracePlace } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { InboundId, OutboundId, TenantId, TurnId } from '@tandem/schemas';
import { TestClock } from '@tandem/testkit';
import { expect, it } from 'vitest';
import { placeWebhooks, type TracedWebhook } from './place-webhooks.ts';

const turnId = newId<TurnId>();

function open() {
  const clock = new TestClock(new Date('2026-03-02T09:00:00.000Z'));
  const asked: TracedIds[] = [];
  const known = new Map<string, TracePlace>();
  const spans: { traceOf: string; isRoot: boolean; name: string }[] = [];
  let next: (() => void) | null = null;
  const traces = placeWebhooks({
    tracing: { record: ({ traceOf, isRoot, name }) => void spans.push({ traceOf, isRoot, name }) },
    places: async (_tenantId, ids) => {
      asked.push(ids);
      return [...ids.messages, ...ids.replies, ...ids.sends].flatMap((id) => known.get(id) ?? []);
    },
    now: () => clock.now(),
    after: (_delayMs, run) => {
      next = run;
      return () => {
        next = null;
      };
    },
  });
  const tick = async (s: number) => {
    for (let passed = 0; passed < s; passed += 1) {
      clock.advance(1_000);
      const run = next;
      next = null;
      run?.();
      await new Promise(setImmediate);
    }
  };
  const tenantId = newId<TenantId>();
  const webhook = (over: Partial<TracedWebhook> = {}): TracedWebhook => ({
    provider: 'chatwoot',
    kind: 'customer-message',
    tenantId,
    id: newId<InboundId>(),
    outboundId: null,
    startedAtMs: clock.now().getTime(),
    endedAtMs: clock.now().getTime(),
    ...over,
  });
  return { traces, asked, known, spans, tick, webhook };
}

it('reports messages, replies and echoes in the trace of their turn, by one look', async () => {
  const { traces, asked, known, spans, tick, webhook } = open();
  const message = webhook();
  const reply = webhook({ kind: 'reply', provider: 'botpress' });
  const echo = webhook({ kind: 'echo', outboundId: newId<OutboundId>() });
  for (const one of [message, reply, echo, webhook({ kind: 'status' })]) traces.note(one);
  for (const id of [message.id, reply.id, echo.outboundId])
    if (id) known.set(id, { id, turnId, isOver: false });
  await tick(1);
  expect(asked).toEqual([{ messages: [message.id], replies: [reply.id], sends: [echo.outboundId] }]);
  const place = { traceOf: turnId, isRoot: false };
  expect(spans).toEqual([
    { ...place, name: 'webhook chatwoot' },
    { ...place, name: 'webhook botpress' },
    { ...place, name: 'webhook chatwoot' },
  ]);
});

it('waits for the turn of a message that waits for the end of a burst, with growing pauses', async () => {
  const { traces, asked, known, spans, tick, webhook } = open();
  const message = webhook();
  traces.note(message);
  await tick(20);
  expect([asked.length, spans]).toEqual([4, []]);
  known.set(message.id, { id: message.id, turnId, isOver: false });
  await tick(20);
  expect(spans).toEqual([{ traceOf: turnId, isRoot: false, name: 'webhook chatwoot' }]);
});

it('reports what comes to no turn in a trace of its own', async () => {
  const { traces, known, spans, tick, webhook } = open();
  const [ended, lost] = [webhook(), webhook()];
  known.set(ended.id, { id: ended.id, turnId: null, isOver: true });
  traces.note(ended);
  traces.note(lost);
  await tick(1);
  expect(spans).toEqual([{ traceOf: ended.id, isRoot: true, name: 'webhook chatwoot' }]);
  await tick(150);
  expect(spans[1]).toMatchObject({ traceOf: lost.id, isRoot: true });
});

it('reports what is left when it is closed', async () => {
  const { traces, spans, webhook } = open();
  traces.note(webhook());
  await traces.close();
  expect(spans).toHaveLength(1);
});
