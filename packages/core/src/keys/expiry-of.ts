import { AppError } from '@tandem/schemas';

/** When a key is to end; undefined when nothing was said. AppError `unprocessable` when that is over. */
export function expiryOf(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const expiresAt = new Date(text);
  if (expiresAt > now) return expiresAt;
  const issues = [{ path: 'expiresAt', message: 'must be in the future' }];
  throw new AppError('unprocessable', { public: 'The key would have expired already.', issues });
}
