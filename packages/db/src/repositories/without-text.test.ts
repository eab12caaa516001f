import { describe, expect, it } from 'vitest';
import { withoutText } from './without-text.ts';

describe('a recorded change without a text of a person', () => {
  it.each([
    [
      'an address within a text',
      { why: 'called Kim@Acme.example.' },
      'kim@acme.example',
      { why: 'called [erased].' },
    ],
    ['a number as people write it', { to: ['+49 30 1'] }, '+49 30 1', { to: ['[erased]'] }],
    [
      'an id that is a digit',
      { version: 1, at: 10, id: '1', n: '11' },
      '1',
      { version: 1, at: 10, id: '[erased]', n: '11' },
    ],
    ['an id that is a word of JSON', { a: true, b: null }, 'true', { a: true, b: null }],
    ['an id that is a name', { status: 'x' }, 'status', { status: 'x' }],
    ['an id with signs of its own', { id: 'a"b.*\\' }, 'a"b.*\\', { id: '[erased]' }],
    ['a part of a word', { who: 'Kimberly' }, 'kim', { who: 'Kimberly' }],
  ])('has %s taken out, and nothing else', (_what, before, text, after) => {
    expect(JSON.parse(withoutText(JSON.stringify(before), text) ?? '')).toEqual(after);
  });

  it('stays nothing when it was', () => expect(withoutText(null, 'x')).toBeNull());
});
