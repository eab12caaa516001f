import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { zDatabaseUrl, zFlag, zList, zLogLevel, zParsed, zPort, zRedisUrl, zWhole } from './environment.ts';
import { loadConfig } from './load-config.ts';

const schema = z.object({
  DATABASE_URL: zDatabaseUrl,
  PORT: zPort.default(3000),
  LOG_LEVEL: zLogLevel.default('info'),
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
      'DATABASE_URL must be a URL that begins with mysql://',
      'PORT must be from 0 to 65535',
      'LOG_LEVEL must be trace, debug, info, warn, error, fatal or silent',
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

describe('building blocks of environment schemas', () => {
  it.each([
    [zFlag, 'true', true],
    [zFlag, 'false', false],
    [zList, 'a, b', ['a', 'b']],
    [zWhole(1, 10), '10', 10],
    [zRedisUrl, 'rediss://h:6379/1', 'rediss://h:6379/1'],
    [zParsed(Number.parseInt), '12', 12],
  ])('accepts %#', (schema: z.ZodType, text, value) => {
    expect(schema.parse(text)).toEqual(value);
  });

  it.each([
    [zFlag, 'yes'],
    [zList, 'a,,b'],
    [zWhole(1, 10), '11'],
    [zWhole(1, 10), '1e1'],
    [zRedisUrl, 'http://h'],
    [zDatabaseUrl, 'mysql://host:3306'],
    [zParsed(() => JSON.parse('{')), 'x'],
  ])('refuses %#', (schema: z.ZodType, text) => {
    expect(schema.safeParse(text).success).toBe(false);
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
