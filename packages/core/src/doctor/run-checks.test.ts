import { UpstreamError } from '@tandem/integrations/contract';
import { describe, expect, it } from 'vitest';
import { broken, CannotLook, type Check, defineCheck, type Opinion, ok, warn } from './check.ts';
import { runChecks } from './run-checks.ts';

type Name = 'tenant.status' | 'lanes.age' | 'letters.dead';

const check = (name: Name, examine: () => Promise<Opinion[]>): Check<Name, null> => ({
  name,
  means: '',
  cure: '',
  examine,
});
const errors: unknown[] = [];
const run = (checks: Check<Name, null>[], deadlineMs = 5_000) =>
  runChecks({ checks, patient: null, deadlineMs, onBroken: (_, error) => errors.push(error) });

describe('checks', () => {
  it('are all run, and the worst is told first', async () => {
    const { findings, healthy } = await run([
      check('tenant.status', async () => [ok('a', 'fine')]),
      check('lanes.age', async () => [warn('b', 'late', 'wait'), broken('c', 'stuck', 'start a worker')]),
    ]);
    expect(findings.map(({ status, subject }) => [status, subject])).toEqual([
      ['broken', 'c'],
      ['warn', 'b'],
      ['ok', 'a'],
    ]);
    expect(healthy).toBe(false);
  });

  it('are skipped, and say why, when they cannot look; that is no verdict', async () => {
    const { findings, healthy } = await run([
      check('tenant.status', () => Promise.reject(new CannotLook('Needs an admin token.'))),
      check('lanes.age', () => Promise.reject(new UpstreamError('timeout', 'chat.example: GET /x'))),
      check('letters.dead', () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))),
      check('letters.dead', () => Promise.reject(new TypeError('ours'))),
    ]);
    expect(findings.map(({ status, message }) => [status, message])).toEqual([
      ['skipped', 'Needs an admin token.'],
      ['skipped', 'It could not be looked at: chat.example: GET /x.'],
      ['skipped', 'A store cannot be used (ECONNREFUSED): see mysql.server and redis.server.'],
      ['skipped', 'The check itself failed: the log of the api says why.'],
    ]);
    expect(healthy).toBe(true);
    expect(errors).toHaveLength(1);
  });

  it('hold up nobody: one that takes too long is skipped', async () => {
    const stuck = check('tenant.status', () => new Promise(() => {}));
    const { findings } = await run([stuck, check('lanes.age', async () => [ok('a', 'fine')])], 20);
    expect(findings).toMatchObject([
      { check: 'tenant.status', status: 'skipped', message: 'Not done within 0.02 s.' },
      { check: 'lanes.age', status: 'ok' },
    ]);
  });

  it('gather facts first and judge them apart', async () => {
    const one = defineCheck({
      name: 'tenant.status',
      means: '',
      cure: '',
      gather: async (patient: { age: number }) => patient.age,
      judge: (age: number) => (age > 60 ? warn('it', 'old', 'rest') : ok('it', 'young')),
    });
    expect(one.judge(61)).toMatchObject({ status: 'warn' });
    expect(await one.examine({ age: 1 })).toEqual([{ status: 'ok', subject: 'it', message: 'young' }]);
  });
});
