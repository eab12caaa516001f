import type { Config, InboundId } from '@tandem/schemas';
import { later } from '../lanes/earliest.ts';
import type { Heard } from './hear.ts';

/** Caps of one merged burst (product page §5.4). */
const mergedMessagesMax = 20;
const mergedBytesMax = 64 * 1_024;

export type TurnPlan =
  | { action: 'idle' }
  | { action: 'wait'; until: Date }
  | { action: 'take'; messages: Heard[]; lateIds: InboundId[] };

interface PlanInput {
  /** In the order of arrival. */
  pending: readonly Heard[];
  config: Pick<Config, 'reorderMs' | 'settleMs' | 'settleMaxMs'>;
  /** Highest Chatwoot message id that an earlier turn took. */
  lastTakenMessageId: number | null;
  now: Date;
}

/**
 * Decides what the next turn takes and when: it waits `reorderMs` for overtaken webhooks and `settleMs` for the end of a
 * burst, at most `settleMaxMs` from its first message; then takes messages in Chatwoot's order, texts merged, a choice
 * alone, and none ahead of a paced one. Pure.
 */
export function planTurn(input: PlanInput): TurnPlan {
  const { pending, config, now } = input;
  const ordered = inChannelOrder(pending);
  const paced = ordered.findIndex((message) => message.availableAt !== null && message.availableAt > now);
  const ready = paced === -1 ? ordered : ordered.slice(0, paced);
  if (ready.length === 0) {
    const until = ordered[0]?.availableAt;
    return until ? { action: 'wait', until } : { action: 'idle' };
  }
  const burst = ready.slice(0, burstLength(ready));
  const until = settledAt(burst, { config, isWhole: burst.length === ready.length });
  if (until > now) return { action: 'wait', until };
  const lateIds = burst
    .filter((message) => isLate(message, input.lastTakenMessageId))
    .map((message) => message.id);
  return { action: 'take', messages: burst, lateIds };
}

/** Messages with ids sorted among the places they take; choices and bodies without id keep the place of their arrival. */
export function inChannelOrder(pending: readonly Heard[]): Heard[] {
  const sorted = pending
    .filter(hasPlace)
    .sort((a, b) => (a.channelMessageId ?? 0) - (b.channelMessageId ?? 0));
  return pending.map((message) => (hasPlace(message) ? (sorted.shift() ?? message) : message));
}

const hasPlace = (message: Heard): boolean =>
  message.kind === 'customer-message' && message.channelMessageId !== null;

/** How many of the ready messages go together: a choice is a turn of its own. */
function burstLength(ready: readonly Heard[]): number {
  if (ready[0] && isChoice(ready[0])) return 1;
  let bytes = 0;
  for (const [index, message] of ready.entries()) {
    bytes += Buffer.byteLength(message.message.text);
    const isFull = index === mergedMessagesMax || (index > 0 && bytes > mergedBytesMax);
    if (isChoice(message) || isFull) return index;
  }
  return ready.length;
}

/** A click, or a text that answers what was offered. */
const isChoice = (message: Heard): boolean =>
  message.kind === 'choice' || message.message.choice !== undefined;

function settledAt(burst: readonly Heard[], input: { config: PlanInput['config']; isWhole: boolean }): Date {
  const { reorderMs, settleMs, settleMaxMs } = input.config;
  const arrivals = burst.map((message) => (message.availableAt ?? message.receivedAt).getTime());
  const firstAt = new Date(Math.min(...arrivals));
  const lastAt = new Date(Math.max(...arrivals));
  const quietMs =
    (burst[0] && isChoice(burst[0])) || !input.isWhole ? reorderMs : Math.max(settleMs, reorderMs);
  const quietAt = later(lastAt, quietMs);
  const latestAt = later(firstAt, Math.max(settleMaxMs, reorderMs));
  return quietAt < latestAt ? quietAt : latestAt;
}

const isLate = (message: Heard, lastTakenMessageId: number | null): boolean =>
  hasPlace(message) &&
  lastTakenMessageId !== null &&
  message.channelMessageId !== null &&
  message.channelMessageId < lastTakenMessageId;
