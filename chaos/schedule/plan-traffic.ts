import { seededRandom } from '@tandem/integrations/fakes';
import { shuffled } from './plan-faults.ts';

/** What customers and agents do, `atMs` from the first message on, in order. */
export type Step =
  | { do: 'write'; atMs: number; conversation: number; number: number }
  | { do: 'take-over'; atMs: number; conversation: number };

export interface TrafficInput {
  seed: number;
  messages: number;
  conversations: number;
  trafficMs: number;
}

/** Bursts of one customer: one message mostly, now and then two or three in a row. */
const burstLengths = [1, 1, 1, 1, 2, 3];
const burstGapMaxMs = 60;
/** One conversation of so many sees an agent take over. */
const conversationsPerTakeover = 20;

/** Customers who write at a steady pace, and the agents who take over now and then; all drawn from the seed. Pure. */
export function planTraffic(input: TrafficInput): Step[] {
  const random = seededRandom(input.seed + 1_000_003);
  const bursts = shuffled(burstsOf(input, random), random);
  const paceMs = input.trafficMs / input.messages;
  let number = 0;
  const writes = bursts.flatMap(({ conversation, length }) => {
    const startMs = number * paceMs;
    let atMs = startMs;
    return Array.from({ length }, (): Step => {
      const step = { do: 'write', atMs: Math.round(atMs), conversation, number } as const;
      number += 1;
      atMs += random() * burstGapMaxMs;
      return step;
    });
  });
  const takeovers = Array.from(
    { length: Math.floor(input.conversations / conversationsPerTakeover) },
    (_, index): Step => {
      const atMs = Math.round(input.trafficMs * (0.2 + 0.7 * random()));
      return { do: 'take-over', atMs, conversation: index * conversationsPerTakeover };
    },
  );
  return [...writes, ...takeovers].sort((a, b) => a.atMs - b.atMs);
}

/** The messages of each conversation, in bursts. */
function burstsOf(input: TrafficInput, random: () => number): { conversation: number; length: number }[] {
  return Array.from({ length: input.conversations }, (_, conversation) => {
    const bursts: { conversation: number; length: number }[] = [];
    const isOneMore = conversation < input.messages % input.conversations;
    let left = Math.floor(input.messages / input.conversations) + (isOneMore ? 1 : 0);
    while (left > 0) {
      const drawn = burstLengths[Math.floor(random() * burstLengths.length)] ?? 1;
      const length = Math.min(left, drawn);
      bursts.push({ conversation, length });
      left -= length;
    }
    return bursts;
  }).flat();
}
