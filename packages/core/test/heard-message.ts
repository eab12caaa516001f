import type { InboundId } from '@tandem/schemas';
import type { Heard } from '../src/routing/hear.ts';

/** The beginning of time in tests of pure functions. */
export const startMs = Date.parse('2026-03-02T09:00:00.000Z');
export const at = (ms: number): Date => new Date(startMs + ms);

interface Given {
  /** Chatwoot's message id; null for a bare body. */
  id: number | null;
  kind?: Heard['kind'];
  text?: string;
  /** Milliseconds after `startMs`. */
  arrivedMs?: number;
  availableMs?: number | null;
  attachments?: Heard['message']['attachments'];
  choice?: { title: string; value: string };
}

let made = 0;

/** A customer message as the lanes hear it. */
export function heardMessage(given: Given): Heard {
  made += 1;
  const { id, kind = 'customer-message', text = `message ${id}`, arrivedMs = 0, availableMs = null } = given;
  return {
    id: `heard-${made}` as InboundId,
    kind,
    channelMessageId: id,
    availableAt: availableMs === null ? null : at(availableMs),
    receivedAt: at(arrivedMs),
    message: { text, attachments: given.attachments ?? [], ...(given.choice && { choice: given.choice }) },
    conversation: {
      status: 'pending',
      assigneeId: null,
      updatedAtMs: null,
      createdAtMs: null,
      firstReplyAtMs: null,
      locale: null,
    },
    inboxId: 42,
    contact: { id: 1203, name: 'Rosa Lindqvist' },
  };
}
