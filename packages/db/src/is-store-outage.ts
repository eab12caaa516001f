/** What a database refuses for what a statement holds, and would refuse again. */
const refusals = new Set([
  'ER_BAD_NULL_ERROR',
  'ER_CANNOT_CONVERT_STRING',
  'ER_DATA_OUT_OF_RANGE',
  'ER_DATA_TOO_LONG',
  'ER_DUP_ENTRY',
  'ER_INVALID_JSON_TEXT',
  'ER_TRUNCATED_WRONG_VALUE',
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'ER_WARN_DATA_OUT_OF_RANGE',
]);

/**
 * Whether a failure is the store's, and no fault of what was worked on: it cannot be reached, is busy, closed, or of another
 * version of the schema. Pure.
 */
export function isStoreOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^(ER_|PROTOCOL_|POOL_|E[A-Z]+$)/.test(code)) return !refusals.has(code);
  if ('fatal' in error && error.fatal === true) return true;
  return (
    /\b(pool|driver|connection)\b.*\b(closed|closing|destroyed)\b/i.test(error.message) ||
    isStoreOutage(error.cause)
  );
}
