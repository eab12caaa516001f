import { expect, it } from 'vitest';
import { parseOptions } from './parse-options.ts';
import { faultNames } from './schedule/plan-faults.ts';

it('runs what the promise names when nothing is said', () => {
  expect(parseOptions([])).toMatchObject({
    seed: 1,
    messages: 2_000,
    conversations: 200,
    trafficMs: 72_000,
    isJson: false,
  });
});

it('takes a seed, smaller runs and chosen faults', () => {
  const options = parseOptions([
    '--seed',
    '9',
    '--faults',
    'redis-kill,engine-cut',
    '--messages',
    '10',
    '--conversations',
    '2',
    '--json',
  ]);
  expect(options).toMatchObject({
    seed: 9,
    messages: 10,
    conversations: 2,
    faults: ['redis-kill', 'engine-cut'],
    isJson: true,
  });
  expect(parseOptions(['--faults', 'all']).faults).toEqual(faultNames);
  expect(parseOptions(['--faults', 'none']).faults).toEqual([]);
});

it.each([[['--seed', 'x']], [['--faults', 'no-such']], [['--messages', '1']], [['--nonsense']]])(
  'refuses %j',
  (args) => {
    expect(() => parseOptions(args)).toThrow();
  },
);
