import { expect, it } from 'vitest';
import { planTraffic } from './plan-traffic.ts';

const input = { seed: 4, messages: 505, conversations: 50, trafficMs: 20_000 };
const steps = planTraffic(input);
const writes = steps.flatMap((step) => (step.do === 'write' ? [step] : []));

it('gives the same traffic for the same seed, and another for another', () => {
  expect(planTraffic(input)).toEqual(steps);
  expect(planTraffic({ ...input, seed: 5 })).not.toEqual(steps);
});

it('writes each message once, spread evenly over the conversations and the time', () => {
  expect(new Set(writes.map(({ number }) => number)).size).toBe(505);
  const perConversation = [...Map.groupBy(writes, ({ conversation }) => conversation).values()].map(
    ({ length }) => length,
  );
  expect(perConversation).toHaveLength(50);
  expect(Math.max(...perConversation) - Math.min(...perConversation)).toBe(1);
  const inFirstHalf = writes.filter(({ atMs }) => atMs < 10_000).length;
  expect(Math.abs(inFirstHalf - 252)).toBeLessThan(5);
});

it('numbers the messages of a conversation in the order in which they are written', () => {
  for (const own of Map.groupBy(writes, ({ conversation }) => conversation).values()) {
    const numbers = own.map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  }
});

it('has agents take over some conversations', () => {
  expect(steps.filter((step) => step.do === 'take-over')).toHaveLength(2);
});
