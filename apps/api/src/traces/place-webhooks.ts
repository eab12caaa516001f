import type { TracedIds, TracePlace } from '@tandem/db';
import type { InboundId, OutboundId, TenantId } from '@tandem/schemas';
import type { Tracing } from '@tandem/telemetry';

/** A webhook that was stored and answered. */
export interface TracedWebhook {
  provider: string;
  kind: string;
  tenantId: TenantId;
  id: InboundId;
  /** Of an echo: what came back. */
  outboundId: OutboundId | null;
  /** Ms since 1970. */
  startedAtMs: number;
  endedAtMs: number;
}

interface PlaceWebhooksDeps {
  tracing: Pick<Tracing, 'record'>;
  /** Looks into the ledger of one tenant; may reject. */
  places(tenantId: TenantId, ids: TracedIds): Promise<TracePlace[]>;
  now(): Date;
  /** Has `run` called after a while; answers how to call it off. */
  after(delayMs: number, run: () => void): () => void;
}

export interface WebhookTraces {
  note(webhook: TracedWebhook): void;
  /** Looks once more and reports all that is left. */
  close(): Promise<void>;
}

/** A message waits for the end of a burst before it has its turn; the last look is about two minutes later. */
const looksAfterMs = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];
const everyMs = 1_000;
const heldMax = 5_000;
const idsMax = 500;
const tracedKinds = new Set(['customer-message', 'choice', 'reply', 'echo']);

interface Held {
  webhook: TracedWebhook;
  looks: number;
  dueAtMs: number;
}

/**
 * Reports webhooks as spans of the turn they belong to. Which one that is nobody knows when a webhook is answered, and the
 * ledger does a little later: so it is looked up behind the answer, many at once (docs/adr/0010-tracing.md).
 */
export function placeWebhooks(deps: PlaceWebhooksDeps): WebhookTraces {
  const held = new Map<string, Held>();
  let callOff: (() => void) | null = null;
  let looking: Promise<void> = Promise.resolve();

  const report = ({ webhook }: Held, turnId: string | null): void => {
    held.delete(webhook.id);
    deps.tracing.record({
      name: `webhook ${webhook.provider}`,
      kind: 'server',
      traceOf: turnId ?? webhook.id,
      isRoot: turnId === null,
      startedAtMs: webhook.startedAtMs,
      endedAtMs: webhook.endedAtMs,
      failed: false,
      attributes: {
        'tandem.tenant_id': webhook.tenantId,
        'tandem.inbound_id': webhook.id,
        'tandem.kind': webhook.kind,
        ...(webhook.outboundId !== null && { 'tandem.outbound_id': webhook.outboundId }),
      },
    });
  };

  const lookAt = async (tenantId: TenantId, some: readonly Held[], isLast: boolean): Promise<void> => {
    const places = await deps.places(tenantId, idsOf(some)).catch(() => []);
    const byId = new Map(places.map((place) => [place.id, place]));
    for (const one of some) {
      const place = byId.get(subjectOf(one.webhook));
      const after = looksAfterMs[one.looks];
      if (place?.turnId || place?.isOver || isLast || after === undefined) report(one, place?.turnId ?? null);
      else one.dueAtMs = deps.now().getTime() + after;
      one.looks += 1;
    }
  };

  const look = async (isLast: boolean): Promise<void> => {
    const nowMs = deps.now().getTime();
    const due = [...held.values()]
      .filter(({ dueAtMs }) => isLast || dueAtMs <= nowMs)
      .slice(0, isLast ? heldMax : idsMax);
    const byTenant = Map.groupBy(due, ({ webhook }) => webhook.tenantId);
    for (const [tenantId, some] of byTenant) await lookAt(tenantId, some, isLast);
  };

  const schedule = (): void => {
    callOff ??= deps.after(everyMs, () => {
      callOff = null;
      looking = look(false).finally(() => {
        if (held.size > 0) schedule();
      });
    });
  };

  return {
    note: (webhook) => {
      if (!tracedKinds.has(webhook.kind) || held.size >= heldMax) return;
      const [firstMs = everyMs] = looksAfterMs;
      held.set(webhook.id, { webhook, looks: 1, dueAtMs: webhook.endedAtMs + firstMs });
      schedule();
    },
    close: async () => {
      await looking;
      callOff?.();
      await look(true);
    },
  };
}

const subjectOf = ({ id, outboundId }: TracedWebhook): InboundId | OutboundId => outboundId ?? id;

function idsOf(some: readonly Held[]): TracedIds {
  const webhooks = some.map(({ webhook }) => webhook);
  const isReply = ({ kind }: TracedWebhook) => kind === 'reply';
  return {
    messages: webhooks.filter((one) => one.outboundId === null && !isReply(one)).map(({ id }) => id),
    replies: webhooks.filter(isReply).map(({ id }) => id),
    sends: webhooks.flatMap(({ outboundId }) => (outboundId === null ? [] : [outboundId])),
  };
}
