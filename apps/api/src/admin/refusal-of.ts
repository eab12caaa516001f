import type { AdminLimiter } from '@tandem/queue';
import { AppError } from '@tandem/schemas';
import type { Caller } from './authenticate.ts';

interface Arrived {
  caller: Caller | null;
  authorization: string | undefined;
  /** Of the client. */
  address: string;
  /** How many procedures the request calls. */
  calls: number;
}

/**
 * Why a request goes no further: it brings no valid key, its address has brought too many wrong ones, or its key calls too
 * often; null when it may. Wrong keys are counted for wrong keys alone: a valid one is never put off by them. The root key,
 * the last way in, has no limit.
 */
export async function refusalOf(limits: AdminLimiter, arrived: Arrived): Promise<AppError | null> {
  const { caller, authorization, address, calls } = arrived;
  if (caller === null) {
    if (authorization === undefined) return unauthorized();
    const waitS = await limits.countFailure(address);
    return waitS === null ? wrongKey() : tooManyWrongKeys(waitS);
  }
  if (caller.actor.type !== 'key') return null;
  const waitS = await limits.countCalls(caller.actor.id, calls);
  return waitS === null ? null : tooManyCalls(waitS);
}

export const unauthorized = (): AppError =>
  new AppError('unauthorized', { public: 'Send a valid key as "Authorization: Bearer <key>".' });

const wrongKey = (): AppError =>
  new AppError('unauthorized', {
    public: 'The key that was sent is not valid, or no longer: send one as "Authorization: Bearer <key>".',
  });

const tooManyWrongKeys = (retryAfterS: number): AppError =>
  new AppError('too_many_requests', {
    public: `This key is not valid, and too many such keys came: look the key up, and try again in ${retryAfterS} s.`,
    retryAfterS,
  });

const tooManyCalls = (retryAfterS: number): AppError =>
  new AppError('too_many_requests', {
    public: `This key has made more calls than it may in a minute: go on in ${retryAfterS} s.`,
    retryAfterS,
  });
