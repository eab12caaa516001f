import { describe, expect, it } from 'vitest';
import { cutText } from './cut-text.ts';
import { fitWidths } from './fit-widths.ts';
import { localTime } from './local-time.ts';

const text = (width: number) => ({ width, isWhole: false });
const id = { width: 36, isWhole: true };

describe('a table', () => {
  it.each([
    ['that fits stays as it is', [id, text(10)], 80, [36, 10]],
    ['cuts its widest cells first', [id, text(60), text(10)], 80, [36, 30, 10]],
    ['cuts equals alike', [text(50), text(50)], 62, [30, 30]],
    ['never cuts an id, nor below what tells something', [id, text(20)], 20, [36, 8]],
  ])('%s', (_what, columns, width, widths) => expect(fitWidths(columns, width)).toEqual(widths));
});

describe('a cell', () => {
  it('is cut by what it takes on a terminal, and never within a sign', () => {
    expect(cutText('abcdef', 6)).toBe('abcdef');
    expect(cutText('abcdef', 4)).toBe('abc…');
    expect(cutText('日本語の名前', 6)).toBe('日本…');
    expect(cutText('👩‍👩‍👧‍👦 family', 4)).toBe('👩‍👩‍👧‍👦 …');
  });

  it('shows a moment in the time of the machine, and leaves other text alone', () => {
    const shown = localTime('2026-03-01T09:00:00.000Z') ?? '';
    expect(shown).toMatch(/^2026-0[23]-\d\d \d\d:\d\d:00[+-]\d\d:\d\d$/);
    expect(Date.parse(shown)).toBe(Date.UTC(2026, 2, 1, 9));
    expect(localTime('2026-03-01')).toBeNull();
  });
});
