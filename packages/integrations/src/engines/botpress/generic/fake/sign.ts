import { createHmac, timingSafeEqual } from 'node:crypto';

/** The two headers of the dialect, made the way a bot's author would from product page §5.3. */
export function sign(input: { secret: string; nowMs: number; body: string }): Record<string, string> {
  const timestamp = String(Math.floor(input.nowMs / 1_000));
  const hex = createHmac('sha256', input.secret).update(`${timestamp}.${input.body}`, 'utf8').digest('hex');
  return { 'x-bp-timestamp': timestamp, 'x-bp-signature': `sha256=${hex}` };
}

/** Whether one of the secrets signed this body within five minutes of now. */
export function isSigned(input: {
  secrets: string[];
  timestamp: string | undefined;
  signature: string | undefined;
  nowMs: number;
  body: string;
}): boolean {
  const sentAtMs = Number(input.timestamp ?? Number.NaN) * 1_000;
  if (!(Math.abs(input.nowMs - sentAtMs) <= 300_000)) return false;
  const given = Buffer.from(input.signature ?? '');
  return input.secrets.some((secret) => {
    const expected = createHmac('sha256', secret)
      .update(`${input.timestamp}.${input.body}`, 'utf8')
      .digest('hex');
    const wanted = Buffer.from(`sha256=${expected}`);
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
}
