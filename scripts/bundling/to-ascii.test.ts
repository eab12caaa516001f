import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { toAscii } from './to-ascii.ts';

const finds: [what: string, expression: string, text: string][] = [
  ['a character', '/a…b/', 'a…b'],
  ['one of several', '/^[.!?…]$/', '…'],
  ['one beyond 16 bits, with the u flag', '/^[🦊]$/u', '🦊'],
  ['one that is escaped', '/^\\¿$/', '¿'],
  ['one behind a backslash', '/^\\\\¿$/', '\\¿'],
  ['a range', '/^[à-ü]$/', 'é'],
];

it.each(finds)('an expression finds %s as before', (_, expression, text) => {
  const ascii = toAscii(expression);
  expect(ascii).toMatch(/^[\0-\x7f]+$/);
  const found: unknown = runInNewContext(`(${ascii}).test(text)`, { text });
  expect(found).toBe(true);
});
