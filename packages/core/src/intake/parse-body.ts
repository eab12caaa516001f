import { BadBody } from '@tandem/integrations/contract';

/** Parses a webhook's bytes as JSON, or throws `BadBody`. Keys such as `__proto__` stay plain data. */
export function parseBody(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new BadBody([{ path: '', message: 'must be JSON' }]);
  }
}
