import { expect, it } from 'vitest';
import { keyStates } from './key-states.ts';

it.each([
  ['the only one seals', ['k1'], ['k1'], { k1: 4 }, { k1: 'seals' }],
  [
    'a newer one behind it is ready to be put first',
    ['k1', 'k2'],
    ['k1', 'k2'],
    { k1: 4 },
    { k1: 'seals', k2: 'ready' },
  ],
  [
    'the older one is needed once the newer seals',
    ['k2', 'k1'],
    ['k1', 'k2'],
    { k1: 4 },
    { k2: 'seals', k1: 'needed' },
  ],
  [
    'and may be dropped when it seals nothing',
    ['k2', 'k1'],
    ['k1', 'k2'],
    { k2: 4 },
    { k2: 'seals', k1: 'droppable' },
  ],
  ['one that was dropped is gone', ['k2'], ['k1', 'k2'], { k2: 4 }, { k2: 'seals', k1: 'gone' }],
  [
    'one that another process sealed with is missing',
    ['k2'],
    ['k2'],
    { k2: 4, k3: 1 },
    { k2: 'seals', k3: 'missing' },
  ],
])('tells what each key is: %s', (_name, set, known, counts, states) => {
  const shown = keyStates({ set, known, counts: new Map(Object.entries(counts)) });
  expect(Object.fromEntries(shown.map(({ id, state }) => [id, state]))).toEqual(states);
});
