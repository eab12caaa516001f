import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Database } from '@tandem/db';

/** Who has logged in: a key of role platform, or the root key. */
export interface BoardSession {
  keyId: string | 'root';
  expiresAtMs: number;
}

export interface SessionContext {
  database: Pick<Database, 'platform'>;
  /** `TANDEM_ROOT_KEY`: another one ends all sessions. */
  rootKey: string;
  now(): Date;
}

/** How long a login lasts. */
export const sessionMs = 60 * 60_000;

/** A session as the text of a cookie: what it says, and a signature that any process of this installation can check. */
export function signSession({ rootKey }: Pick<SessionContext, 'rootKey'>, session: BoardSession): string {
  const said = Buffer.from(JSON.stringify(session)).toString('base64url');
  return `${said}.${signatureOf(rootKey, said)}`;
}

/**
 * The session behind a cookie, as long as its key works: keys are looked up each time, so that one that is revoked ends its
 * sessions at once. Null for anything else.
 */
export async function readSession(
  context: SessionContext,
  cookie: string | undefined,
): Promise<BoardSession | null> {
  const [said = '', signature = ''] = (cookie ?? '').split('.');
  if (said === '' || !isSame(signature, signatureOf(context.rootKey, said))) return null;
  // Ours, as its signature says.
  const session: BoardSession = JSON.parse(Buffer.from(said, 'base64url').toString());
  const now = context.now();
  if (session.expiresAtMs <= now.getTime()) return null;
  if (session.keyId === 'root') return session;
  const key = await context.database.platform.apiKeys.get(null, session.keyId);
  const isOver = key === null || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now);
  return isOver ? null : session;
}

function signatureOf(rootKey: string, said: string): string {
  const key = Buffer.from(hkdfSync('sha256', rootKey, '', 'tandem queues session', 32));
  return createHmac('sha256', key).update(said).digest('base64url');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
