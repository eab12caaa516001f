import { Refusal } from '../../chat-api/fake/refusal.ts';

/** The tag filter of a query: name → values of which any may match (contracts/botpress.md §5: nested with dots). */
export type TagFilter = Map<string, string[]>;

export function readTags(url: string): TagFilter {
  const filter: TagFilter = new Map();
  for (const [name, value] of new URL(url).searchParams) {
    if (!name.startsWith('tags.')) continue;
    const tag = name.slice('tags.'.length);
    if (tag.includes('.')) throw new Refusal(400, 'InvalidQuery', `the filter ${name} is not known here`);
    filter.set(tag, [...(filter.get(tag) ?? []), value]);
  }
  return filter;
}

export const matchesTags = (filter: TagFilter, tags: Record<string, string>): boolean =>
  [...filter].every(([name, values]) => tags[name] !== undefined && values.includes(tags[name]));

/** One page of a listing; the token says where the next begins. */
export function toPage<Item>(
  items: readonly Item[],
  input: { url: string; pageSize: number; pageSizeMax: number },
): { items: Item[]; meta: { nextToken?: string } } {
  const query = new URL(input.url).searchParams;
  const from = Number(query.get('nextToken') ?? 0);
  if (!Number.isInteger(from)) throw new Refusal(400, 'InvalidQuery', 'nextToken is not valid');
  const size = Number(query.get('pageSize') ?? input.pageSize);
  if (!(size >= 1 && size <= input.pageSizeMax))
    throw new Refusal(400, 'InvalidQuery', 'pageSize is too large');
  const next = from + size;
  return {
    items: items.slice(from, next),
    meta: next < items.length ? { nextToken: String(next) } : {},
  };
}
