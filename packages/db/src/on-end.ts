import type { OutboundId, TenantId, TurnId } from '@tandem/schemas';

/** An end that one statement gave; `reason` as it is recorded. A `turn` gives its own end to `messages` that it merged. */
export type Ended = { tenantId: TenantId; end: string; reason: string } & (
  | { what: 'turn'; id: TurnId; messages: number }
  | { what: 'messages'; count: number }
  | { what: 'delivery'; id: OutboundId }
);

/**
 * Told of an end when its statement is through, for counters and traces. It may be told twice of one whose transaction was
 * undone by a deadlock and began again.
 */
export type OnEnd = (ended: Ended) => void;
