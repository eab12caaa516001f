/** A row with the same unique key is there already. */
export const isDuplicateKey = (error: unknown): boolean => codeOf(error) === 'ER_DUP_ENTRY';

/** Two transactions waited for each other and this one was undone: nothing of it happened. */
export const isDeadlock = (error: unknown): boolean => codeOf(error) === 'ER_LOCK_DEADLOCK';

/** What a statement stands on, a lease or a row, is gone: it had no value for the column that says so, and was undone. */
export const isGroundGone = (error: unknown): boolean =>
  codeOf(error) === 'ER_BAD_NULL_ERROR' && error instanceof Error && groundColumn.test(error.message);

/** Of a lost lease, of a message without its session, of a turn without its first message. */
const groundColumn = /'(lease_token|position|connection_id)'/;

/** The database has no such table. */
export const isMissingTable = (error: unknown): boolean => codeOf(error) === 'ER_NO_SUCH_TABLE';

/** The server said no and has undone it; a lost connection leaves open what happened. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Error && 'sqlState' in error && !('fatal' in error && error.fatal === true);

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
