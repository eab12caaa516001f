import { createHmac } from 'node:crypto';

/** The generic dialect's signature of a body (product page §5.3). */
export const signBotpress = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
