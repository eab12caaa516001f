import { UpstreamError } from '../../../contract/index.ts';

/** More than a bot can hold (contracts/botpress.md §3.1, quotas); a listing that goes on longer goes in circles. */
const pagesMax = 2_000;

/** All items of a listing. Throws `malformed` when it does not end. */
export async function collectPages<Item>(
  read: (nextToken: string | undefined) => Promise<{ items: Item[]; nextToken: string | undefined }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer = await read(nextToken);
    items.push(...answer.items);
    nextToken = answer.nextToken;
    if (nextToken === undefined) return items;
  }
  throw new UpstreamError('malformed', `a listing of Botpress has more than ${pagesMax} pages`);
}
