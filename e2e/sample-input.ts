import type { AdminProcedure } from '@tandem/api/procedures';

/**
 * An input for a procedure, from samples by the names of its fields. Throws when a field that is needed has none: a new
 * procedure is called with something that is there.
 */
export function sampleInput(
  { name, input }: Pick<AdminProcedure, 'name' | 'input'>,
  samples: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const issues = input.safeParse({}).error?.issues ?? [];
  const needed = [
    ...new Set(issues.flatMap(({ path: [field] }) => (typeof field === 'string' ? [field] : []))),
  ];
  const without = needed.filter((field) => !(field in samples));
  if (without.length > 0) throw new Error(`${name} needs samples of ${without.join(', ')} in this test`);
  return Object.fromEntries(needed.map((field) => [field, samples[field]]));
}
