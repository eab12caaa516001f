import { hash, timingSafeEqual } from 'node:crypto';
import type { Database } from '@tandem/db';
import type { Actor, Role, TenantId } from '@tandem/schemas';

/** Who calls. `tenantId` null: the platform. */
export interface Caller {
  actor: Actor;
  role: Role;
  tenantId: TenantId | null;
}

export interface AuthenticateContext {
  database: Database;
  /** `TANDEM_ROOT_KEY`: the first key, role platform. */
  rootKey: string;
  now(): Date;
  /** A key works although its last use could not be written. */
  onUnrecorded(error: unknown): void;
}

/** The last use is written at most this often. */
const recordEveryMs = 60_000;

/**
 * The caller behind an `Authorization` header; null when there is none. Keys are looked up each time and never held, so
 * that a revoked one is refused at once.
 */
export async function authenticate(
  context: AuthenticateContext,
  authorization: string | undefined,
): Promise<Caller | null> {
  const key = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization ?? '')?.[1];
  if (key === undefined) return null;
  if (isSame(key, context.rootKey)) return { actor: { type: 'platform' }, role: 'platform', tenantId: null };
  if (!key.startsWith('tdm_')) return null;
  return await findKey(context, key);
}

async function findKey(context: AuthenticateContext, secret: string): Promise<Caller | null> {
  const now = context.now();
  const { apiKeys } = context.database.platform;
  const key = await apiKeys.findByHash(hash('sha256', secret, 'hex'));
  if (key === null || key.revokedAt !== null) return null;
  if (key.expiresAt !== null && key.expiresAt <= now) return null;
  const isRecorded = key.lastUsedAt !== null && now.getTime() - key.lastUsedAt.getTime() < recordEveryMs;
  if (!isRecorded) await apiKeys.touchLastUsed(key.id, now).catch(context.onUnrecorded);
  return { actor: { type: 'key', id: key.id }, role: key.role, tenantId: key.tenantId };
}

/** Hashed first: equal lengths, so that the time tells neither length nor content. */
const isSame = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
