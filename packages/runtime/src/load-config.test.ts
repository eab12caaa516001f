import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { zDatabaseEnvironment } from './environment.ts';
import { loadConfig } from './load-config.ts';

const schema = zDatabaseEnvironment.extend({
  PORT: z.coerce.number('must be a number').max(65_535, 'must be at most 65535').default(3000),
  LOG_LEVEL: z.enum(['info', 'warn'], 'must be info or warn').default('info'),
});
const good = 'mysql://user:pass@127.0.0.1:3306/tandem';

describe('loadConfig', () => {
  it('fills defaults in and counts an empty variable as absent', () => {
    expect(loadConfig(schema, { DATABASE_URL: good, PORT: '' })).toEqual({
      DATABASE_URL: good,
      PORT: 3000,
      LOG_LEVEL: 'info',
    });
  });

  it('takes any variable from the file that NAME_FILE names, without its last line break', () => {
    const config = loadConfig(schema, {
      DATABASE_URL_FILE: fileWith(`${good}\n`),
      PORT_FILE: fileWith('8080'),
    });
    expect(config).toMatchObject({ DATABASE_URL: good, PORT: 8080 });
  });

  it('names every problem at once and no value', () => {
    const error = problemsOf(() =>
      loadConfig(schema, { DATABASE_URL: 'postgres://hunter2@h/x', PORT: '99999', LOG_LEVEL: 'hunter2' }),
    );
    expect(error.problems).toEqual([
      'DATABASE_URL must have the form mysql://user:password@host:3306/name',
      'PORT must be at most 65535',
      'LOG_LEVEL must be info or warn',
    ]);
    expect(error.message).not.toContain('hunter2');
  });

  it('says which are missing, unreadable or given twice', () => {
    const error = problemsOf(() =>
      loadConfig(schema, { PORT: '1', PORT_FILE: fileWith('2'), LOG_LEVEL_FILE: '/nowhere/at-all' }),
    );
    expect(error.problems).toEqual([
      'PORT and PORT_FILE are both set: keep one',
      'LOG_LEVEL_FILE names a file that cannot be read (ENOENT)',
      'DATABASE_URL is missing',
    ]);
  });
});

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tandem-config-')), 'value');
  writeFileSync(path, content);
  return path;
}

function problemsOf(load: () => unknown): ConfigError {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}
