import { AppError } from '@tandem/schemas';
import type { Context } from 'hono';
import { addressOf } from '../admin/client-address.ts';
import { type AdminDeps, openRequest } from '../admin/context.ts';

/** Whom a login lets in, or why not. */
export type Entry =
  | { ok: true; keyId: string | 'root' }
  | { ok: false; status: 401 | 403 | 429; problem: string };

/** Reads the key of the login form and looks who it is. Failed logins are slowed down as all wrong keys are. */
export async function logIn(deps: AdminDeps, c: Context): Promise<Entry> {
  const refuse = (status: 401 | 403 | 429, problem: string): Entry => ({ ok: false, status, problem });
  const { key } = await c.req.parseBody();
  const requestId = deps.newId<string>();
  const authorization = `Bearer ${typeof key === 'string' ? key.trim() : ''}`;
  const address = addressOf(c, deps);
  const { caller, refusal } = await openRequest(deps, { requestId, authorization, address, calls: 1 });
  deps.log.info(
    { requestId, actor: caller?.actor, outcome: caller ? 'ok' : 'unauthorized' },
    'login to queues',
  );
  if (refusal instanceof AppError && refusal.code === 'too_many_requests') return refuse(429, refusal.public);
  if (caller === null) return refuse(401, 'This key does not work here.');
  if (caller.role !== 'platform') return refuse(403, 'This takes a key of role platform.');
  return { ok: true, keyId: caller.actor.type === 'key' ? caller.actor.id : 'root' };
}
