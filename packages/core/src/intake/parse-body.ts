import { BadBody } from '@tandem/integrations/contract';

/** Parses a webhook's text as JSON, or throws `BadBody`. Keys such as `__proto__` stay plain data. */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadBody([{ path: '', message: 'must be JSON' }]);
  }
}
