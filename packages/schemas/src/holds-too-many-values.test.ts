import { describe, expect, it } from 'vitest';
import { holdsTooManyValues } from './holds-too-many-values.ts';

describe('a JSON text of more values than anything of ours', () => {
  const many = 1_100_000;
  it.each([
    ['objects', `[${'{},'.repeat(many)}0]`],
    ['numbers', `[${'1,'.repeat(many)}0]`],
    ['lists within each other', '['.repeat(many)],
    ['numbers behind a quoted quote', `["\\"",${'1,'.repeat(many)}0]`],
  ])('is known by its %s', (_what, json) => expect(holdsTooManyValues(json)).toBe(true));

  it.each([
    ['a long text', JSON.stringify(',[{'.repeat(many))],
    ['a long text with quotes and backslashes', JSON.stringify('",\\'.repeat(many))],
    [
      'a large knowledge base',
      JSON.stringify(Array(10_000).fill({ question: 'q'.repeat(200), tags: Array(20).fill('t') })),
    ],
  ])('is not %s', (_what, json) => expect(holdsTooManyValues(json)).toBe(false));
});
