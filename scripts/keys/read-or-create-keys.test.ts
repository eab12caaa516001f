import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readOrCreateKeys } from './read-or-create-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'tandem-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('makes the keys once, readable by the owner alone', () => {
  const path = join(folder, 'a', 'keys.env');
  const first = readOrCreateKeys(path);
  expect(readOrCreateKeys(path)).toEqual(first);
  expect(statSync(path).mode & 0o077).toBe(0);
  const [id, key = ''] = first.TANDEM_ENCRYPTION_KEYS.split(':');
  expect(id).toBe('k1');
  expect(Buffer.from(key, 'base64')).toHaveLength(32);
});

it('keeps what is there, its own lines too, and adds what is missing', () => {
  const path = join(folder, 'keys.env');
  writeFileSync(path, 'TANDEM_ROOT_KEY=mine\nOTHER=a=b\n');
  const keys = readOrCreateKeys(path);
  expect(keys.TANDEM_ROOT_KEY).toBe('mine');
  expect(readFileSync(path, 'utf8')).toContain('OTHER=a=b\n');
  expect(readFileSync(path, 'utf8')).toContain(`BOTPRESS_WEBHOOK_SECRET=${keys.BOTPRESS_WEBHOOK_SECRET}\n`);
});
