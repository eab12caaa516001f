import { describe, expect, it } from 'vitest';
import { zApiEnvironment } from './environment.ts';

const needed = {
  DATABASE_URL: 'mysql://tandem@127.0.0.1/tandem',
  REDIS_URL: 'redis://127.0.0.1',
  TANDEM_ROOT_KEY: 'a-root-key-of-the-tests',
  TANDEM_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
};
const read = (more: Record<string, string>) => zApiEnvironment.safeParse({ ...needed, ...more });

describe('the environment of an api', () => {
  it('limits calls of a key and trusts no proxy when nothing is said', () => {
    expect(read({}).data).toMatchObject({ LIMIT_ADMIN_KEY_PER_MIN: 600, TRUSTED_PROXIES: 0 });
  });

  it.each([
    ['LIMIT_ADMIN_KEY_PER_MIN', '0', true],
    ['LIMIT_ADMIN_KEY_PER_MIN', '-1', false],
    ['LIMIT_ADMIN_KEY_PER_MIN', 'many', false],
    ['TRUSTED_PROXIES', '2', true],
    ['TRUSTED_PROXIES', '11', false],
    ['TRUSTED_PROXIES', '1.5', false],
    ['TRUSTED_PROXIES', '10.0.0.1', false],
  ])('takes %s=%s: %s', (name, value, isTaken) => {
    const parsed = read({ [name]: value });
    expect(parsed.success).toBe(isTaken);
    expect(parsed.error?.issues.map(({ path }) => path) ?? [[name]]).toEqual([[name]]);
  });
});
