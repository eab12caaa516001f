import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { readXml } from './read-xml.ts';

const many = 200_000;
it.each([
  ['elements within each other', '<a>'.repeat(many), 'nested too deep'],
  [
    'attributes of an element',
    `<a ${Array.from({ length: many }, (_, n) => `b${n}="c"`).join(' ')}/>`,
    'too many attributes',
  ],
])('a document with too many %s is given up', async (_what, document, words) => {
  await expect(readXml(Readable.from([Buffer.from(document)]), {})).rejects.toThrow(words);
});

it('a document with many elements side by side is read', async () => {
  let open = 0;
  const visitor = {
    open: () => {
      open += 1;
    },
  };
  await readXml(Readable.from([Buffer.from(`<a>${'<b c="d"/>'.repeat(many)}</a>`)]), visitor);
  expect(open).toBe(many + 1);
});
