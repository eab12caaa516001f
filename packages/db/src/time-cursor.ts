import { AppError } from '@tandem/schemas';

/** The last row of a page that is sorted by a moment, newest first. */
export interface TimePlace {
  at: Date;
  id: string;
}

export const writeTimeCursor = ({ at, id }: TimePlace): string =>
  Buffer.from(`${at.getTime()}.${id}`).toString('base64url');

/** Null: from the newest on. AppError `bad_request` for what no list has answered. */
export function readTimeCursor(cursor: string | undefined): TimePlace | null {
  if (cursor === undefined) return null;
  const found = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (found?.[1] && found[2]) return { at: new Date(Number(found[1])), id: found[2] };
  const issues = [{ path: 'cursor', message: 'must be the nextCursor of an earlier page' }];
  throw new AppError('bad_request', { public: 'The cursor is not one this list has answered.', issues });
}
