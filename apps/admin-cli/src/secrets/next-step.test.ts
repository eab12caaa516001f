import { expect, it } from 'vitest';
import { type DataKey, nextStep } from './next-step.ts';

const key = (id: string, state: DataKey['state']): DataKey => ({ id, state, values: 1 });

it.each([
  ['add', [key('k1', 'seals')], 'k1:…,k2:$(openssl rand -base64 32)'],
  ['put-first', [key('k1', 'seals'), key('k2', 'ready')], 'TANDEM_ENCRYPTION_KEYS=k2:…,k1:…'],
  ['reseal', [key('k2', 'seals'), key('k1', 'needed')], 'sealed with k1'],
  ['drop', [key('k2', 'seals'), key('k1', 'droppable')], 'TANDEM_ENCRYPTION_KEYS=k2:…'],
  ['add', [key('k2', 'seals'), key('k1', 'gone')], 'k2:…,k3:'],
  ['put-back', [key('k2', 'seals'), key('k1', 'missing')], 'k2:…,k1:…'],
] as const)('is %s', (step, keys, words) => {
  const next = nextStep(keys);
  expect([next.step, next.words.join('\n')]).toEqual([step, expect.stringContaining(words)]);
});
