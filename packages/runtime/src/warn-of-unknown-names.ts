import type { Environment } from './load-config.ts';
import type { Logger } from './logger.ts';
import { unknownNames } from './unknown-names.ts';

/** One warning for each variable that is named like ours and read by nobody. Never its value. */
export function warnOfUnknownNames(
  { environment, log }: { environment: Environment; log: Pick<Logger, 'warn'> },
  known: readonly string[],
): void {
  for (const { name, nearest } of unknownNames(known, environment)) {
    const meant = nearest === null ? '' : `; is ${nearest} meant?`;
    log.warn({ variable: name, nearest }, `nothing reads ${name}${meant}`);
  }
}
