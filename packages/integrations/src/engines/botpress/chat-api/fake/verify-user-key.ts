import { createHmac, timingSafeEqual } from 'node:crypto';
import { isFields } from '../../fields.ts';

/** The user id in a user key (HS256 JWT) signed with the bot's key, an `exp` enforced; null when the key is not good. */
export function verifyUserKey(input: {
  userKey: string;
  encryptionKey: string;
  nowMs: number;
}): string | null {
  const [header, claims, signature, ...rest] = input.userKey.split('.');
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) return null;
  const expected = createHmac('sha256', input.encryptionKey).update(`${header}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;

  const algorithm = decode(header);
  const user = decode(claims);
  if (!isFields(algorithm) || algorithm.alg !== 'HS256') return null;
  if (!isFields(user) || typeof user.id !== 'string') return null;
  const isExpired = typeof user.exp === 'number' && user.exp * 1_000 <= input.nowMs;
  return isExpired ? null : user.id;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return null;
  }
}
