import { expect, it } from 'vitest';
import { ignore } from './ignore.ts';

const proved = { ok: true, scheme: 'signature' } as const;

it.each([
  ['event tandem_self_test', 'self-test, proved by signature'],
  ['tandem_self_test', 'self-test, proved by signature'],
  ['event conversation_typing_on', 'event conversation_typing_on'],
  ['an event tandem_self_test of somebody', 'an event tandem_self_test of somebody'],
])('what is ignored because of "%s" is answered with "%s"', (reason, answered) => {
  expect(ignore(reason, proved)).toEqual({ status: 'ignored', reason: answered });
});
