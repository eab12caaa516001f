import { createHmac } from 'node:crypto';

const header = encode({ alg: 'HS256', typ: 'JWT' });

/** A user key: a JWT that lets its holder act as one chat user (contracts/botpress.md §1a). It does not expire. */
export function signUserKey(input: { userId: string; encryptionKey: string }): string {
  const signed = `${header}.${encode({ id: input.userId })}`;
  return `${signed}.${createHmac('sha256', input.encryptionKey).update(signed).digest('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
