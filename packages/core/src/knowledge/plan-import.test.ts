import type { KnowledgeEntry } from '@tandem/schemas';
import { zImportMode } from '@tandem/schemas/admin';
import { array, assert, constantFrom, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planImport } from './plan-import.ts';

const entry = (question: string, answer = 'x', tags: string[] = []): KnowledgeEntry => ({
  question,
  answer,
  tags,
});
const rows = (...entries: KnowledgeEntry[]) => entries.map((one, index) => ({ line: index + 2, entry: one }));
const existing = [entry('Hours?', '9 to 6'), entry('Where?', 'Here'), entry('Returns?', '30 days')];

describe('a file of a known question, a changed one and a new one', () => {
  const incoming = rows(
    entry('hours?', '9 to 6'),
    entry('WHERE ?', 'There'),
    entry(' where?', 'There'),
    entry('New?'),
  );

  it('merged, takes the places of what it replaces and leaves the rest', () => {
    const plan = planImport({ existing, incoming, mode: 'merge' });
    expect(plan.entries).toEqual([
      entry('hours?', '9 to 6'),
      entry(' where?', 'There'),
      entry('Returns?', '30 days'),
      entry('WHERE ?', 'There'),
      entry('New?'),
    ]);
    expect(plan.counts).toEqual({ added: 2, changed: 2, removed: 0, unchanged: 1 });
    expect(plan.changed.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('replaces everything, in its own order', () => {
    const plan = planImport({ existing, incoming, mode: 'replace' });
    expect(plan.entries).toEqual(incoming.map((row) => row.entry));
    expect(plan.counts).toEqual({ added: 2, changed: 2, removed: 1, unchanged: 0 });
  });

  it('appended, adds what is not there yet and says what has another answer', () => {
    const plan = planImport({ existing, incoming, mode: 'append' });
    expect(plan.entries.map(({ question }) => question)).toEqual([
      ...['Hours?', 'Where?', 'Returns?', 'WHERE ?', ' where?', 'New?'],
    ]);
    expect(plan.counts).toEqual({ added: 3, changed: 0, removed: 0, unchanged: 3 });
    expect(plan.repeated).toEqual([{ line: 4, ofLine: null, question: ' where?', outcome: 'kept' }]);
  });
});

it('leaves out a row that says an earlier one again, and keeps one that answers otherwise', () => {
  const incoming = rows(entry('Q?', 'a'), entry('ｑ?', 'a'), entry('q?', 'b'), entry('Q?', 'a', ['t']));
  const plan = planImport({ existing: [], incoming, mode: 'merge' });
  expect(plan.entries.map(({ answer }) => answer)).toEqual(['a', 'b', 'a']);
  expect(plan.repeated.map(({ line, ofLine, outcome }) => [line, ofLine, outcome])).toEqual([
    [3, 2, 'left-out'],
    [4, 2, 'kept'],
    [5, 2, 'kept'],
  ]);
});

it('does not take words apart by accents alone for the same', () => {
  const plan = planImport({ existing: [entry('पिता?')], incoming: rows(entry('पीता?')), mode: 'merge' });
  expect(plan.counts).toMatchObject({ added: 1, changed: 0 });
});

it('counts every entry once, and what was exported changes nothing', () => {
  const some = array(
    record({ question: constantFrom('a', 'A', 'b', 'c', 'd'), answer: constantFrom('1', '2') }).map(
      ({ question, answer }) => entry(question, answer),
    ),
    { maxLength: 6 },
  );
  void assert(
    property(some, some, constantFrom(...zImportMode.options), (before, file, mode) => {
      const { entries, counts } = planImport({ existing: before, incoming: rows(...file), mode });
      const { added, changed, removed, unchanged } = counts;
      expect([added + changed + unchanged, removed + changed + unchanged]).toEqual([
        entries.length,
        before.length,
      ]);
      if (mode !== 'replace') expect(removed === 0 || mode === 'merge').toBe(true);
      const again = planImport({ existing: entries, incoming: rows(...file), mode });
      if (mode !== 'append' || file.length === 0) expect(again.entries).toEqual(entries);
      else expect(again.counts).toMatchObject({ added: 0, removed: 0, changed: 0 });
    }),
    { seed: 1 },
  );
});
