import { authenticate } from '../admin/authenticate.ts';
import type { AdminDeps } from '../admin/context.ts';

/** Whether an `Authorization` header holds a key of role platform. */
export const mayReadMetrics =
  (deps: AdminDeps) =>
  async (authorization: string | undefined): Promise<boolean> => {
    const onUnrecorded = (err: unknown) => deps.log.warn({ err }, 'the last use of a key was not recorded');
    const caller = await authenticate({ ...deps, onUnrecorded }, authorization);
    return caller?.role === 'platform';
  };
