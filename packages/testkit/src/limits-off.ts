import { limitEnvironment } from '@tandem/schemas';

/** The environment in which nothing is limited. */
export const limitsOff: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(limitEnvironment).map((name) => [name, '0']),
);
