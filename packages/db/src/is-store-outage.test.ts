import { expect, it } from 'vitest';
import { isStoreOutage } from './is-store-outage.ts';

const failure = (more: object, message = 'x', cause?: unknown) =>
  Object.assign(new Error(message, { cause }), more);

it.each([
  ['it cannot be reached', failure({ code: 'ECONNREFUSED' })],
  ['the connection was lost', failure({ code: 'PROTOCOL_CONNECTION_LOST' })],
  ['it shuts down', failure({ code: 'ER_SERVER_SHUTDOWN' })],
  ['it is busy', failure({ code: 'ER_LOCK_WAIT_TIMEOUT' })],
  ['its schema is of another version', failure({ code: 'ER_BAD_FIELD_ERROR' })],
  ['a connection is done with', failure({ fatal: true })],
  ['ours is closed', failure({}, 'Pool is closed.')],
  ['it is behind another failure', failure({}, 'x', failure({ code: 'ETIMEDOUT' }))],
])('the store is away when %s', (_what, error) => expect(isStoreOutage(error)).toBe(true));

it.each([
  ['a bug', new TypeError('x is not a function')],
  ['a wrong argument', failure({ code: 'ERR_INVALID_ARG_TYPE' })],
  ['a value that is refused', failure({ code: 'ER_DATA_TOO_LONG' })],
  ['what is no error', 'away'],
])('%s is no outage', (_what, error) => expect(isStoreOutage(error)).toBe(false));
