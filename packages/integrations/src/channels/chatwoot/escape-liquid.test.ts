import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeLiquid } from './escape-liquid.ts';
import { renderLiquid } from './fake/liquid.ts';

const pieces = [
  '{',
  '{{',
  '}}',
  '}',
  '{%',
  '%}',
  '%',
  '`',
  ' ',
  'raw',
  'if',
  "'",
  '"',
  'contact.name',
  '\n',
  '{% raw %}',
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''));

it('comes out of Liquid as it went in, whatever braces and backticks it holds', () => {
  fc.assert(
    fc.property(text, (written) => {
      expect(renderLiquid(escapeLiquid(written), { contact: { name: 'Rosa' } })).toBe(written);
    }),
    { numRuns: 3_000 },
  );
});

it.each(['plain', '50 % {of} it', 'a `code` b', '}} %}'])('leaves %j alone', (written) => {
  expect(escapeLiquid(written)).toBe(written);
});

it('would be changed otherwise', () => {
  expect(renderLiquid('Hi {{ contact.name }}', { contact: { name: 'Rosa' } })).toBe('Hi Rosa');
});

it('survives an endraw inside code', () => {
  const written = 'Use `{% raw %} x {% endraw %}` and {{ y }}';
  expect(renderLiquid(escapeLiquid(written), {})).toBe(written);
});
