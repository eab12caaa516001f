import type { StoredConfig } from '@tandem/schemas';

/** One field that differs; undefined: not set. */
export interface ChangedField {
  field: string;
  before: unknown;
  after: unknown;
}

/** The fields in which two configurations differ, by name. Pure. */
export function changedFields(before: StoredConfig, after: StoredConfig): ChangedField[] {
  const [old, young] = [new Map<string, unknown>(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...young.keys()])]
    .sort()
    .map((field) => ({ field, before: old.get(field), after: young.get(field) }))
    .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}
