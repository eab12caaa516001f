import { expect, it } from 'vitest';
import { checkEnvironment } from './check-environment.ts';
import { StepFailure } from './step.ts';

const right = {
  DATABASE_URL: 'mysql://u:p@127.0.0.1:3306/tandem',
  REDIS_URL: 'redis://127.0.0.1:6379',
  TANDEM_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
  TANDEM_ROOT_KEY: 'hunter2-hunter2-hunter2',
};

it('names once what all apps miss, and who misses what only one reads', () => {
  const check = () => checkEnvironment(['api', 'worker'], { DATABASE_URL: 'foo', PORT: 'abc' });
  expect(check).toThrow(StepFailure);
  expect(check).toThrow(/DATABASE_URL [^\n]+ \(api, worker\)\n/);
  expect(check).toThrow(/REDIS_URL is missing \(api, worker\)/);
  expect(check).toThrow(/TANDEM_ROOT_KEY is missing \(api\)/);
  expect(check).toThrow(/PORT [^\n]+ \(api\)/);
});

it('asks of each app for what it reads alone', () => {
  const { TANDEM_ROOT_KEY, ...ofWorker } = right;
  checkEnvironment(['worker'], { ...ofWorker, PORT: 'abc' });
  checkEnvironment(['api', 'worker'], { ...ofWorker, TANDEM_ROOT_KEY });
  expect(() => checkEnvironment(['api'], ofWorker)).toThrow('TANDEM_ROOT_KEY is missing (api)');
});
