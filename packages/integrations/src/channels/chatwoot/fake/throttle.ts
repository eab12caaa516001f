import { Refusal } from './refusals.ts';
import type { Conversation } from './world.ts';

/** Chatwoot's own limits (contracts/chatwoot.md §10.5); null: off. */
export interface ThrottleLimits {
  requestsPerMinute: number | null;
  conversationMessagesPerMinute: number | null;
}

export interface Throttle {
  /** Throws the 429 of one request too many; minutes are those of the clock, as rack-attack counts. */
  request(nowMs: number): void;
  /** Throws the 422 of one message too many in this conversation. */
  message(conversation: Conversation, nowMs: number): void;
}

export function createThrottle(limits: ThrottleLimits): Throttle {
  let minute = 0;
  let requests = 0;
  return {
    request(nowMs) {
      if (limits.requestsPerMinute === null) return;
      const current = Math.floor(nowMs / 60_000);
      requests = current === minute ? requests + 1 : 1;
      minute = current;
      if (requests > limits.requestsPerMinute) throw new Refusal(429, 'Retry later\n');
    },
    message(conversation, nowMs) {
      const max = limits.conversationMessagesPerMinute;
      const oldest = max === null ? undefined : conversation.messages.at(-max);
      if (oldest === undefined || oldest.createdAtMs < nowMs - 60_000) return;
      throw new Refusal(422, { error: 'Validation failed: Too many messages' });
    },
  };
}
