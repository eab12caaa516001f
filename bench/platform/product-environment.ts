import { randomBytes } from 'node:crypto';
import { limitsOff } from '@tandem/testkit/limits-off';
import type { Services } from '../../scripts/services/start-services.ts';

/** Keys of one bench: made anew each time. */
const rootKey = randomBytes(24).toString('base64url');
const encryptionKeys = `bench:${randomBytes(32).toString('base64')}`;

/** The environment of a measured process: limits off, quiet, upstreams on this machine. */
export function productEnvironment(stores: Services): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    TANDEM_ROOT_KEY: rootKey,
    TANDEM_ENCRYPTION_KEYS: encryptionKeys,
    LOG_LEVEL: 'warn',
    UPSTREAM_ALLOW_PRIVATE: 'true',
    ...limitsOff,
  };
}
