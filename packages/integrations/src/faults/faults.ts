import { z } from 'zod';

/**
 * What may go wrong with a request to a fake:
 * `drop` it is cut before anything happens; `delay` it is handled late; `slow` it is handled at once and answered late;
 * `rate-limit` 429; `fail` 500, nothing happens; `cut-after-store` it is handled and then cut without an answer;
 * `store-late` it is cut and handled afterwards.
 */
export const requestFaults = [
  'drop',
  'delay',
  'slow',
  'rate-limit',
  'fail',
  'cut-after-store',
  'store-late',
] as const;

/**
 * What may go wrong with a webhook from a fake:
 * `duplicate` sent twice; `reorder` sent after a later one; `drop` never sent; `delay` sent late.
 */
export const webhookFaults = ['duplicate', 'reorder', 'drop', 'delay'] as const;

const knob = {
  /** How often, 0 to 1. */
  rate: z.number().min(0).max(1),
  /** For those that wait. */
  delayMs: z.number().min(0).max(600_000).optional(),
  /** After so many strikes the knob is spent. */
  times: z.int().positive().optional(),
  /** Only these operations, as the fake names them (`message.create`, `message_created`, …). */
  only: z.array(z.string()).optional(),
};

/** One knob as plain data; what an HTTP control endpoint takes. */
export const zFault = z.discriminatedUnion('direction', [
  z.strictObject({ direction: z.literal('request'), name: z.enum(requestFaults), ...knob }),
  z.strictObject({ direction: z.literal('webhook'), name: z.enum(webhookFaults), ...knob }),
]);
export type Fault = z.output<typeof zFault>;

export type RequestFault = Extract<Fault, { direction: 'request' }>;
export type WebhookFault = Extract<Fault, { direction: 'webhook' }>;

/** The knobs and what they did, as plain data for a page. */
export interface FaultsView {
  seed: number;
  faults: Fault[];
  /** How often each struck since the last `clear`, by `<direction>.<name>`. */
  struck: Record<string, number>;
}

export interface Faults {
  /** Turns knobs on; the same direction and name replaces, rate 0 turns off. */
  set(...faults: Fault[]): void;
  /** Turns all knobs off and forgets the counts. */
  clear(): void;
  read(): FaultsView;
  /** What happens to this request or webhook; null: nothing. Draws from the seed. */
  strikeRequest(operation: () => string): RequestFault | null;
  strikeWebhook(operation: () => string): WebhookFault | null;
}
