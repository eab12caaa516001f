import type { AdminContext } from '@tandem/core/admin';
import type { Logger } from '@tandem/runtime';
import { authenticate, type Caller } from './authenticate.ts';
import type { Subscriptions } from './create-subscriptions.ts';

/** What the admin side of the api is given by the composition root. */
export interface AdminDeps extends Omit<AdminContext, 'actor' | 'role'> {
  /** `TANDEM_ROOT_KEY`: the first admin key, role platform. */
  rootKey: string;
  subscriptions: Subscriptions;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
}

/** One request, before anything of it is believed but its key. */
export interface AdminRequest {
  deps: AdminDeps;
  requestId: string;
  /** Null: no key, or none that is valid now. */
  caller: Caller | null;
  /** Looks the key up again, for what goes on after it was checked. */
  findCaller(): Promise<Caller | null>;
  /** Why the request fails before its procedure; what it carries is not read. */
  refusal?: Error | undefined;
}

export async function openRequest(
  deps: AdminDeps,
  input: { requestId: string; authorization: string | undefined },
): Promise<AdminRequest> {
  const { requestId, authorization } = input;
  const onUnrecorded = (err: unknown) =>
    deps.log.warn({ requestId, err }, 'the last use of a key was not recorded');
  const findCaller = () => authenticate({ ...deps, onUnrecorded }, authorization);
  return { deps, requestId, caller: await findCaller(), findCaller };
}

/** What a verb is given: the dependencies, and who acts. */
export const verbContext = (deps: AdminDeps, caller: Caller): AdminContext => ({
  ...deps,
  actor: caller.actor,
  role: caller.role,
});
