import { AppError } from '@tandem/schemas';

/** What is still to be told: all that happened from then on but this, each by a name of `nameLength` characters. */
export interface EventCursor {
  from: Date;
  told: string[];
}

export const nameLength = 7;
/** As the id of an event it travels in headers and addresses. */
export const toldMax = 60;

export const writeCursor = ({ from, told }: EventCursor): string =>
  `${from.getTime().toString(36)}.${told.join('')}`;

/** AppError `bad_request`. */
export function readCursor(text: string): EventCursor {
  const found = /^([0-9a-z]{1,10})\.([\w-]*)$/.exec(text);
  const [, from = '', told = ''] = found ?? [];
  if (found && told.length % nameLength === 0) {
    const names = told.match(new RegExp(`.{${nameLength}}`, 'g')) ?? [];
    return { from: new Date(Number.parseInt(from, 36)), told: [...names] };
  }
  const issues = [{ path: 'lastEventId', message: 'must be the id of an earlier event' }];
  throw new AppError('bad_request', { public: 'The event id is not one that was sent.', issues });
}
