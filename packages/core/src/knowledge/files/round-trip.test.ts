import { type KnowledgeEntry, zKnowledgeEntry } from '@tandem/schemas';
import { zKnowledgeFormat } from '@tandem/schemas/admin';
import { array, assert, asyncProperty, constantFrom, oneof, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats } from './formats.ts';
import type { RawRow } from './raw-row.ts';

/** What breaks writers and readers of tables and markup. */
const pieces = [
  ...[
    '\n',
    '\r\n',
    '\r',
    '\t',
    ' ',
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\u0000',
    '\u0007',
    '\uffff',
    '"',
    "'",
    '`',
    '\\',
  ],
  ...[
    ',',
    ';',
    '|',
    '#',
    '# ',
    '## x',
    '\n# no heading',
    '\n---\n',
    'x\n===',
    '\n```\n# code\n```\n',
    '\n~~~\n',
  ],
  ...["=cmd|' /C calc'!A0", "'=1", "''@x", '+1', '-1', '@SUM(A1)', '\uff1d1', '_x000D_', '_x005F_x0041_x'],
  ...[
    'Tags: a',
    '\ntags: b',
    '\\# x',
    '\\\\Tags:',
    '&amp;',
    '&#10;',
    '<br>',
    ']]>',
    '{"a":1}',
    '[1]',
    'sep=;\n',
  ],
  ...[
    '😀',
    '👩‍👩‍👧',
    'é',
    'e\u0301',
    '日本語',
    'שלום',
    'question,answer',
    'true',
    '007',
    '1e5',
    '2026-01-01',
  ],
];
const text = (maxLength: number) =>
  oneof(
    {
      weight: 4,
      arbitrary: array(oneof(constantFrom(...pieces), string({ maxLength: 4 })), {
        minLength: 1,
        maxLength: 8,
      }),
    },
    { weight: 1, arbitrary: string({ unit: 'binary', minLength: 1, maxLength }).map((one) => [one]) },
  )
    .map((parts) => parts.join('').slice(0, maxLength).toWellFormed().trim())
    .filter((one) => one !== '');
const tag = text(20).map((one) => one.slice(0, 64).toWellFormed());
const entry = record({ question: text(60), answer: text(200), tags: array(tag, { maxLength: 4 }) });

describe.each(zKnowledgeFormat.options)('%s', (format) => {
  it(
    'gives back exactly what was written, whatever the texts hold',
    () =>
      assert(
        asyncProperty(array(entry, { maxLength: 30 }), async (entries) => {
          expect(await throughFile(format, entries)).toEqual(entries);
        }),
        { seed: 1, numRuns: 40 },
      ),
    60_000,
  );

  it('carries the longest texts and the most tags allowed', async () => {
    const longest = {
      question: `#${'"\n,'.repeat(666)}x`,
      answer: `${'=\n'.repeat(9_999)}xy`,
      tags: Array.from({ length: 20 }, (_, n) => `${'t'.repeat(61)};${n}`),
    };
    expect(zKnowledgeEntry.parse(longest)).toEqual(longest);
    expect(await throughFile(format, [longest])).toEqual([longest]);
  });

  it('writes no entries as a file that holds none', async () => {
    expect(await throughFile(format, [])).toEqual([]);
  });
});

async function throughFile(format: keyof typeof formats, entries: readonly KnowledgeEntry[]) {
  const { rows } = await formats[format].open(await formats[format].write(entries));
  const read: RawRow[] = [];
  for await (const row of rows) read.push(row);
  return read.map((row) => ('entry' in row ? zKnowledgeEntry.parse(row.entry) : row));
}
