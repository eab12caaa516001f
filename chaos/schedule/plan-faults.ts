import { seededRandom } from '@tandem/integrations/fakes';

/** What is broken at a time of its own, and for how long it stays so. */
export const timedFaults = {
  flushall: 0,
  'redis-kill': 10_000,
  'worker-kill': 0,
  'worker-stop': 40_000,
  'api-kill': 0,
  'mariadb-kill': 10_000,
} as const;
export type TimedFault = keyof typeof timedFaults;

/** What the fakes do all the time. */
export const steadyFaults = [
  'cut-after-store',
  'engine-cut',
  'store-late',
  'reply-drop',
  'webhook-duplicate',
  'webhook-reorder',
] as const;
export type SteadyFault = (typeof steadyFaults)[number];

export type FaultName = TimedFault | SteadyFault;
export const faultNames: readonly FaultName[] = [...timedNames(), ...steadyFaults];
export const faultsByDefault: readonly FaultName[] = [...timedNames(), 'cut-after-store'];

export interface PlannedFault {
  name: TimedFault;
  /** From the first message on. */
  startsAtMs: number;
  lastsMs: number;
  /** Which of two workers. */
  worker: 0 | 1;
}

const firstAtMs = 3_000;
const gapMinMs = 3_000;
/** A killed process or store needs so long until the next is broken. */
const recoveryMs = 2_000;

/**
 * When each fault strikes, drawn from the seed: one after the other within the traffic, in a drawn order; only the stopped
 * worker stays away during the others.
 */
export function planFaults(input: {
  seed: number;
  faults: readonly FaultName[];
  trafficMs: number;
}): PlannedFault[] {
  const random = seededRandom(input.seed);
  const names = shuffled(timedNames(), random).filter((name) => input.faults.includes(name));
  const stoppedWorker = random() < 0.5 ? 0 : 1;
  const others = names.filter((name) => name !== 'worker-stop');
  const busyMs = others.reduce((sum, name) => sum + timedFaults[name] + recoveryMs, 0);
  const slackMs = Math.max(0, input.trafficMs - firstAtMs - busyMs - gapMinMs * others.length);
  const gapMaxMs = gapMinMs + slackMs / Math.max(1, others.length);
  let atMs = firstAtMs;
  const planned = others.map((name): PlannedFault => {
    const startsAtMs = Math.round(atMs + random() * (gapMaxMs - gapMinMs));
    atMs = startsAtMs + timedFaults[name] + recoveryMs + gapMinMs;
    const worker = name === 'worker-kill' ? ((1 - stoppedWorker) as 0 | 1) : 0;
    return { name, startsAtMs, lastsMs: timedFaults[name], worker };
  });
  if (names.includes('worker-stop')) {
    const lastsMs = timedFaults['worker-stop'];
    const latestMs = Math.max(firstAtMs, input.trafficMs - lastsMs - recoveryMs);
    const startsAtMs = Math.round(firstAtMs + random() * (latestMs - firstAtMs));
    planned.push({ name: 'worker-stop', startsAtMs, lastsMs, worker: stoppedWorker });
  }
  return planned.sort((a, b) => a.startsAtMs - b.startsAtMs);
}

function timedNames(): TimedFault[] {
  // Object.keys answers strings; these are the keys of the very table above.
  return Object.keys(timedFaults) as TimedFault[];
}

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
