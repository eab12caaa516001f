import type { Fault, Faults } from '@tandem/integrations/fakes';
import type { SteadyFault } from '../schedule/plan-faults.ts';

const created = ['message.create'];
const told = ['message_created'];

/** What the fakes do wrong all the time, and which of them. */
const steadyFaults: Record<SteadyFault, { at: 'chatwoot' | 'chat'; fault: Fault }> = {
  'cut-after-store': {
    at: 'chatwoot',
    fault: { direction: 'request', name: 'cut-after-store', rate: 0.2, only: created },
  },
  'store-late': {
    at: 'chatwoot',
    fault: { direction: 'request', name: 'store-late', rate: 0.05, delayMs: 8_000, only: created },
  },
  'engine-cut': {
    at: 'chat',
    fault: { direction: 'request', name: 'cut-after-store', rate: 0.1, only: created },
  },
  'reply-drop': { at: 'chat', fault: { direction: 'webhook', name: 'drop', rate: 0.05, only: told } },
  'webhook-duplicate': {
    at: 'chatwoot',
    fault: { direction: 'webhook', name: 'duplicate', rate: 0.05, delayMs: 400, only: told },
  },
  'webhook-reorder': {
    at: 'chatwoot',
    fault: { direction: 'webhook', name: 'reorder', rate: 0.1, delayMs: 400, only: told },
  },
};

export function setSteadyFaults(
  fakes: { chatwoot: Faults; chat: Faults },
  names: readonly SteadyFault[],
): void {
  for (const name of names) {
    const { at, fault } = steadyFaults[name];
    fakes[at].set(fault);
  }
}
