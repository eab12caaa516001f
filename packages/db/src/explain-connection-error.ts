import { ConfigError } from '@tandem/runtime';

const reasons: Record<string, string> = {
  ECONNREFUSED: 'no server answers there',
  ENOTFOUND: 'its host is not known',
  EAI_AGAIN: 'its host cannot be looked up now',
  ETIMEDOUT: 'its host does not answer',
  ER_ACCESS_DENIED_ERROR: 'the server refuses this user or password',
  ER_DBACCESS_DENIED_ERROR: 'this user may not use that database',
  ER_BAD_DB_ERROR: 'there is no such database: create it first',
};

/** What the operator can mend, as a ConfigError in words; anything else as it is. */
export function explainConnectionError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code];
  return reason === undefined ? error : new ConfigError([`DATABASE_URL: ${reason} (${code})`]);
}
