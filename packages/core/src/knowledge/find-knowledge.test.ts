import { type KnowledgeEntry, zTenantId } from '@tandem/schemas';
import { array, assert, asyncProperty, nat, record, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findKnowledge } from './find-knowledge.ts';

const entry = (question: string, answer = 'x', tags: string[] = []): KnowledgeEntry => ({
  question,
  answer,
  tags,
});
/** An entry that takes about so many bytes. */
const sized = (question: string, bytes: number): KnowledgeEntry => entry(question, 'z'.repeat(bytes));
const questions = (entries: readonly KnowledgeEntry[]) => entries.map(({ question }) => question);
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

const bytesMax = 32 * 1_024;

const tenant = { tenantId: zTenantId.parse('01997d2e-0000-7000-8000-000000000001'), engine: null };
async function selectKnowledge(entries: readonly KnowledgeEntry[], question: string) {
  const { entries: chosen, leftOut } = await findKnowledge({}, { tenant, entries, question });
  return { entries: chosen, leftOut };
}

describe('knowledge that fits', () => {
  it('goes as a whole and in its order, whatever was asked', async () => {
    const entries = ['opening hours', 'returns', 'parking'].map((question) => entry(question));
    expect(await selectKnowledge(entries, 'parking?')).toEqual({ entries, leftOut: 0 });
  });

  it('of none is none', async () =>
    expect(await selectKnowledge([], 'hello')).toEqual({ entries: [], leftOut: 0 }));

  it('goes without what the store adds to an entry', async () => {
    const stored = { ...entry('q'), id: 'secret', contentHash: 'h' };
    expect((await selectKnowledge([stored], '')).entries).toEqual([entry('q')]);
  });
});

describe('knowledge that does not fit', () => {
  it('is counted', async () => {
    const entries = Array.from({ length: 10 }, (_, n) => sized(`q${n}`, 8_000));
    const selected = await selectKnowledge(entries, 'nothing of it');
    expect(selected).toEqual({ entries: entries.slice(0, 4), leftOut: 6 });
  });

  it('gives way to what shares words with the question, case and accents folded', async () => {
    const entries = [
      ...Array.from({ length: 10 }, (_, n) => sized(`filler ${n}`, 8_000)),
      sized('Öffnungszeiten am Feiertag', 8_000),
    ];
    const [first] = (await selectKnowledge(entries, 'OFFNUNGSZEITEN?')).entries;
    expect(first?.question).toBe('Öffnungszeiten am Feiertag');
  });

  it('ranks a word in the question above one in a tag, and that above one in the answer', async () => {
    const fillers = Array.from({ length: 10 }, (_, n) => sized(`filler ${n}`, 8_000));
    const entries = [
      ...fillers,
      entry('by answer', 'parking is free'),
      entry('by tag', 'x', ['parking']),
      entry('parking', 'x'),
    ];
    const selected = questions((await selectKnowledge(entries, 'parking?')).entries);
    expect(selected.slice(0, 3)).toEqual(['parking', 'by tag', 'by answer']);
  });

  it('keeps the order of the knowledge base among equals', async () => {
    const entries = Array.from({ length: 8 }, (_, n) => sized(`about returns ${n}`, 8_000));
    const selected = questions((await selectKnowledge(entries, 'returns')).entries);
    expect(selected).toEqual([0, 1, 2, 3].map((n) => `about returns ${n}`));
  });

  it('passes over an entry that is too large by itself and still gives the others', async () => {
    const tooLarge = entry('parking parking', 'ü'.repeat(20_000));
    const others = [entry('parking', 'in the yard'), entry('returns')];
    expect(await selectKnowledge([tooLarge, ...others], 'parking')).toEqual({ entries: others, leftOut: 1 });
  });
});

it('never weighs more than 32 KB and loses count of none', () => {
  const entries = array(
    record({
      question: string({ unit: 'binary', maxLength: 40 }),
      size: nat(20_000),
      glyph: string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    }).map(({ question, size, glyph }) => entry(question, glyph.repeat(size))),
    { maxLength: 12 },
  );
  return assert(
    asyncProperty(entries, string(), async (all, question) => {
      const selected = await selectKnowledge(all, question);
      expect(bytesOf(selected.entries)).toBeLessThanOrEqual(bytesMax);
      expect(selected.entries.length + selected.leftOut).toBe(all.length);
      if (bytesOf(all) < bytesMax) expect(selected.leftOut).toBe(0);
    }),
    { seed: 1, numRuns: 25 },
  );
});
