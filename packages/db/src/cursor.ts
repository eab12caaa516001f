import { AppError } from '@tandem/schemas';

/** Where a list goes on and how long a page may be (200 at most). */
export interface PageRequest {
  /** `nextCursor` of the page before. */
  cursor?: string | undefined;
  limit: number;
}

export interface Page<Item> {
  items: Item[];
  /** Null on the last page. */
  nextCursor: string | null;
}

const limitMax = 200;
const firstId = '00000000-0000-0000-0000-000000000000';
const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id after which the page begins, and how many rows to ask for: one more than the page shows. */
export function readPage(request: PageRequest): { afterId: string; rows: number } {
  return { afterId: afterIdOf(request.cursor), rows: sizeOf(request) + 1 };
}

/** The same for a list whose newest comes first: the id before which the page begins. */
export function readPageBefore(request: PageRequest): { beforeId: string; rows: number } {
  const beforeId = request.cursor === undefined ? lastId : afterIdOf(request.cursor);
  return { beforeId, rows: sizeOf(request) + 1 };
}

/** Cuts the extra row off and turns its presence into a cursor. */
export function toPage<Row extends { id: string }, Item>(
  request: PageRequest,
  rows: readonly Row[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, sizeOf(request));
  const last = shown.at(-1);
  const more = rows.length > shown.length && last !== undefined;
  return { items: shown.map(toItem), nextCursor: more ? Buffer.from(last.id).toString('base64url') : null };
}

const sizeOf = ({ limit }: PageRequest): number => Math.min(Math.max(1, limit), limitMax);

function afterIdOf(cursor: string | undefined): string {
  if (cursor === undefined) return firstId;
  const id = Buffer.from(cursor, 'base64url').toString('latin1');
  if (uuid.test(id)) return id;
  throw new AppError('bad_request', {
    public: 'The cursor is not one this list has answered.',
    issues: [{ path: 'cursor', message: 'must be the nextCursor of an earlier page' }],
  });
}
