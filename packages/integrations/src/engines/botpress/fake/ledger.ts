import { createBusiestMinute } from '../../../faults/busiest-minute.ts';
import type { Fields } from '../fields.ts';
import type { FakeDelivery } from './postman.ts';

/** A message as a fake bot's side holds it. */
export interface FakeMessage {
  id: string;
  createdAtMs: number;
  userId: string;
  isBot: boolean;
  payload: Fields;
  metadata?: Fields;
}

/** What happens at a fake, for a live page. */
export type FakeBotEvent =
  | { kind: 'message'; conversationId: string; message: FakeMessage }
  | ({ kind: 'webhook' } & FakeDelivery);

export interface FakeBotCounters {
  /** Requests, by operation. */
  requests: Record<string, number>;
  messages: { customer: number; bot: number };
  /** Answered with 2xx, with anything else, not at all; a webhook dropped by a fault is in none. */
  webhooks: { delivered: number; refused: number; failed: number };
  /** The most that customers said in any minute, messages and events, by bot. */
  busiestMinute: Record<string, number>;
}

/** Counts what a fake does and tells those who watch. */
export interface FakeLedger {
  request(operation: string): void;
  /** A customer's message or event, also one that is refused. */
  said(bot: string, nowMs: number): void;
  message(conversationId: string, message: FakeMessage): void;
  webhook(delivery: FakeDelivery): void;
  /** Returns what stops it. */
  observe(listener: (event: FakeBotEvent) => void): () => void;
  counters(): FakeBotCounters;
}

export function createLedger(): FakeLedger {
  const listeners = new Set<(event: FakeBotEvent) => void>();
  const minute = createBusiestMinute();
  const counters: Omit<FakeBotCounters, 'busiestMinute'> = {
    requests: {},
    messages: { customer: 0, bot: 0 },
    webhooks: { delivered: 0, refused: 0, failed: 0 },
  };
  const tell = (event: FakeBotEvent) => {
    for (const listener of listeners) listener(event);
  };
  return {
    request(operation) {
      counters.requests[operation] = (counters.requests[operation] ?? 0) + 1;
    },
    said: minute.note,
    message(conversationId, message) {
      counters.messages[message.isBot ? 'bot' : 'customer'] += 1;
      tell({ kind: 'message', conversationId, message });
    },
    webhook(delivery) {
      counters.webhooks[outcomeOf(delivery.status)] += 1;
      tell({ kind: 'webhook', ...delivery });
    },
    observe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    counters: () => ({ ...structuredClone(counters), busiestMinute: minute.most() }),
  };
}

function outcomeOf(status: number | null): 'delivered' | 'refused' | 'failed' {
  if (status === null) return 'failed';
  return status >= 200 && status < 300 ? 'delivered' : 'refused';
}
