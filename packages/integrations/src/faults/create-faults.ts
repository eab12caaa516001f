import type { Fault, Faults, RequestFault, WebhookFault } from './faults.ts';
import { seededRandom } from './seeded-random.ts';

/** Knobs for one fake. The same seed and the same order of operations give the same strikes. */
export function createFaults(options: { seed?: number } = {}): Faults {
  const seed = options.seed ?? 1;
  let random = seededRandom(seed);
  let requests: RequestFault[] = [];
  let webhooks: WebhookFault[] = [];
  let struck: Record<string, number> = {};

  function strike<T extends Fault>(faults: readonly T[], operation: () => string): T | null {
    for (const fault of faults) {
      if (fault.only !== undefined && !fault.only.includes(operation())) continue;
      if (random() >= fault.rate) continue;
      const key = keyOf(fault);
      struck[key] = (struck[key] ?? 0) + 1;
      if (fault.times !== undefined)
        turn(fault.times > 1 ? { ...fault, times: fault.times - 1 } : { ...fault, rate: 0 });
      return fault;
    }
    return null;
  }

  function turn(fault: Fault): void {
    if (fault.direction === 'request') requests = replaced(requests, fault);
    else webhooks = replaced(webhooks, fault);
  }

  return {
    set: (...faults) => faults.forEach(turn),
    clear() {
      random = seededRandom(seed);
      requests = [];
      webhooks = [];
      struck = {};
    },
    read: () => ({ seed, faults: [...requests, ...webhooks], struck: { ...struck } }),
    strikeRequest: (operation) => strike(requests, operation),
    strikeWebhook: (operation) => strike(webhooks, operation),
  };
}

function replaced<T extends Fault>(faults: T[], fault: T): T[] {
  const others = faults.filter((other) => other.name !== fault.name);
  return fault.rate === 0 ? others : [...others, fault];
}

function keyOf(fault: Fault): string {
  return `${fault.direction}.${fault.name}`;
}
