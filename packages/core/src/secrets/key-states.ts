import type { DataKeyView } from '@tandem/schemas/admin';

interface Keys {
  /** Of this process, the one that seals first. */
  set: readonly string[];
  /** All ever used, in the order of their first use. */
  known: readonly string[];
  /** How many values each seals. */
  counts: ReadonlyMap<string, number>;
}

/** What each encryption key is to this installation, the one that seals first. Pure. */
export function keyStates({ set, known, counts }: Keys): DataKeyView[] {
  const ids = [...new Set([...set, ...counts.keys(), ...known])];
  const seals = set[0];
  const isNewer = (id: string) => known.indexOf(id) > known.indexOf(seals ?? '');
  return ids.map((id) => {
    const values = counts.get(id) ?? 0;
    if (id === seals) return { id, values, state: 'seals' };
    if (!set.includes(id)) return { id, values, state: values > 0 ? 'missing' : 'gone' };
    if (values > 0) return { id, values, state: 'needed' };
    return { id, values, state: isNewer(id) ? 'ready' : 'droppable' };
  });
}
