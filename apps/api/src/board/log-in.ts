import type { Context } from 'hono';
import { type AdminDeps, openRequest } from '../admin/context.ts';

/** Whom a login lets in, or why not. */
export type Entry =
  | { ok: true; keyId: string | 'root' }
  | { ok: false; status: 401 | 403 | 429; problem: string };

/** Larger forms are no login. */
const formBytesMax = 10_000;

/** Reads the key of the login form and looks who it is. Failed logins are slowed down as all wrong keys are. */
export async function logIn(deps: AdminDeps, c: Context): Promise<Entry> {
  const refuse = (status: 401 | 403 | 429, problem: string): Entry => ({ ok: false, status, problem });
  if (Number(c.req.header('content-length') ?? 0) > formBytesMax) return refuse(401, 'This is no API key.');
  const { key } = await c.req.parseBody();
  const requestId = deps.newId<string>();
  const authorization = `Bearer ${typeof key === 'string' ? key.trim() : ''}`;
  const { caller } = await openRequest(deps, { requestId, authorization });
  deps.log.info(
    { requestId, actor: caller?.actor, outcome: caller ? 'ok' : 'unauthorized' },
    'login to queues',
  );
  if (caller === null) return refuse(401, 'This key does not work here.');
  if (caller.role !== 'platform') return refuse(403, 'This takes a key of role platform.');
  return { ok: true, keyId: caller.actor.type === 'key' ? caller.actor.id : 'root' };
}
