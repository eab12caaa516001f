import { createHmac } from 'node:crypto';

/** The HMAC-SHA256 of `<timestamp>.<body>`, or of the body alone where no timestamp is sent (contracts/chatwoot.md §5). */
export function hmacOfBody(secret: string, timestamp: string | undefined, body: string | Buffer): Buffer {
  const hmac = createHmac('sha256', secret);
  if (timestamp !== undefined) hmac.update(`${timestamp}.`);
  return hmac.update(body).digest();
}

/** The signature header that belongs to a body: `sha256=` and lower-case hex. */
export function signBody(input: { secret: string; timestamp?: string; body: string | Buffer }): string {
  return `sha256=${hmacOfBody(input.secret, input.timestamp, input.body).toString('hex')}`;
}
