import { describe, expect, it } from 'vitest';
import { splitText } from './split-text.ts';

const room = (max: number) => ({ max, costOf: (character: string) => character.length });

describe('a text that fits', () => {
  it('stays as it is', () => {
    for (const text of ['', ' a\n', 'Hello. There.']) expect(splitText(text, room(20))).toEqual([text]);
  });
});

describe('a text that is too long ends its pieces', () => {
  it.each([
    ['at a paragraph', 'One. Two.\n\nThree is longer.', 20, ['One. Two.', 'Three is longer.']],
    ['at a line', 'First line here\nSecond line', 20, ['First line here', 'Second line']],
    ['at a sentence', 'One two. “Three!” Four five', 20, ['One two. “Three!”', 'Four five']],
    ['at a sentence without spaces', '一二三四。五六七八九十', 8, ['一二三四。', '五六七八九十']],
    ['at a word', 'aaaa bbbb cccc dddd', 10, ['aaaa bbbb', 'cccc dddd']],
    ['right at the edge', 'aaaa bbbb cccc', 9, ['aaaa bbbb', 'cccc']],
    ['anywhere, when there is no end', 'aaaaaaaaaaaa', 5, ['aaaaa', 'aaaaa', 'aa']],
    ['not with a tiny first piece', 'A. bbbbbbbbb ccccccc', 15, ['A. bbbbbbbbb', 'ccccccc']],
  ])('%s', (_name, text, max, pieces) => expect(splitText(text, room(max))).toEqual(pieces));

  it('never within a character', () => {
    expect(splitText('😀😀😀', room(3))).toEqual(['😀', '😀', '😀']);
  });

  it('and loses no word of it, however it is split', () => {
    const text = Array.from(
      { length: 3_000 },
      (_, index) => `word${index}${index % 7 === 0 ? '.' : ''}`,
    ).join(' ');
    for (const max of [50, 333, 1_000]) {
      const pieces = splitText(text, room(max));
      expect(pieces.join(' ')).toBe(text);
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(max);
    }
  });
});

it('counts what characters cost', () => {
  const bytes = { max: 4, costOf: (character: string) => Buffer.byteLength(character) };
  expect(splitText('ääää', bytes)).toEqual(['ää', 'ää']);
});
