import { setImmediate as othersFirst } from 'node:timers/promises';
import type { KnowledgeEntry } from '@tandem/schemas';
import { indexKnowledge, type KnowledgeIndex } from './index-knowledge.ts';

/** As long as other conversations of the process wait for one step of an index. */
const sliceMsMax = 10;

/**
 * The index of a list of entries, built once while the list is cached, and forgotten with it: its size is bounded as the
 * cache is. Between its steps others have their turn.
 */
export async function holdIndex(entries: readonly KnowledgeEntry[]): Promise<KnowledgeIndex> {
  const building = known.get(entries) ?? build(entries);
  known.set(entries, building);
  return await building;
}

const known = new WeakMap<readonly KnowledgeEntry[], Promise<KnowledgeIndex>>();

async function build(entries: readonly KnowledgeEntry[]): Promise<KnowledgeIndex> {
  const steps = indexKnowledge(entries);
  for (let sliceEndsAtMs = performance.now() + sliceMsMax; ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < sliceEndsAtMs) continue;
    await othersFirst();
    sliceEndsAtMs = performance.now() + sliceMsMax;
  }
}
