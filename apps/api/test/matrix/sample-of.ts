import { sampleInputs } from './sample-inputs.ts';
import type { Ids } from './seed-ids.ts';

type Fill = (ids: Ids) => Record<string, unknown>;

/** The table by the procedures' dotted names, for walks over all of them. */
const table = new Map<string, Fill>(
  Object.entries(sampleInputs).flatMap(([capability, verbs]) =>
    Object.entries<Fill>(verbs).map(([verb, fill]) => [`${capability}.${verb}`, fill] as const),
  ),
);

export const sampledNames: readonly string[] = [...table.keys()];

/** The sample input of a procedure. Throws when `sample-inputs.ts` has no row for it. */
export function sampleOf(name: string, ids: Ids): Record<string, unknown> {
  const fill = table.get(name);
  if (!fill) throw new Error(`${name} has no row in apps/api/test/matrix/sample-inputs.ts`);
  return fill(ids);
}

const noId = 'an-id';

export const namesTenant = (name: string): boolean => 'tenantId' in sampleOf(name, noIds());

/** Whether a sample names more of a tenant than the tenant itself. */
export function namesMoreThanTenant(name: string): boolean {
  const { tenantId: _own, ...rest } = sampleOf(name, noIds());
  return JSON.stringify(rest).includes(noId);
}

/** Stands for every id with one text, which shows where a sample has ids. Never sent. */
const noIds = (): Ids => new Proxy({} as Ids, { get: () => noId });
