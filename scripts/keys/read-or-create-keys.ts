import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../services/error-code.ts';

const makers = {
  TANDEM_ROOT_KEY: () => `tdm_${randomBytes(32).toString('base64url')}`,
  TANDEM_ENCRYPTION_KEYS: () => `k1:${randomBytes(32).toString('base64')}`,
  CHATWOOT_WEBHOOK_SECRET: () => randomBytes(24).toString('base64url'),
  BOTPRESS_WEBHOOK_SECRET: () => randomBytes(24).toString('base64url'),
};

export type Keys = Record<keyof typeof makers, string>;

/** The secrets of a private installation: made once, kept in `path` (`NAME=value` lines, mode 600), what is missing is added. */
export function readOrCreateKeys(path: string): Keys {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const kept = readLines(path);
  const read = (name: keyof typeof makers) => kept.get(name) ?? makers[name]();
  const keys: Keys = {
    TANDEM_ROOT_KEY: read('TANDEM_ROOT_KEY'),
    TANDEM_ENCRYPTION_KEYS: read('TANDEM_ENCRYPTION_KEYS'),
    CHATWOOT_WEBHOOK_SECRET: read('CHATWOOT_WEBHOOK_SECRET'),
    BOTPRESS_WEBHOOK_SECRET: read('BOTPRESS_WEBHOOK_SECRET'),
  };
  const all = new Map([...kept, ...Object.entries(keys)]);
  if (all.size > kept.size) {
    writeFileSync(path, [...all].map(([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
  }
  return keys;
}

function readLines(path: string): Map<string, string> {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const at = line.indexOf('=');
    return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : [];
  });
  return new Map(pairs);
}
