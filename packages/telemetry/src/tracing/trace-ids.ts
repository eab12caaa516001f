import { createHash } from 'node:crypto';

/** A trace is named by the UUID of what it is about, a turn for instance: every process finds it without being told. */
export const traceIdOf = (id: string): string => id.replaceAll('-', '');

/** The span that all others of the trace hang on, whichever process reports it. */
export const rootSpanIdOf = (id: string): string =>
  createHash('sha256').update(id).digest('hex').slice(0, 16);

/** When the UUIDv7 was made, ms since 1970. */
export const madeAtMs = (id: string): number => Number.parseInt(traceIdOf(id).slice(0, 12), 16);
