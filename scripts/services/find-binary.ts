import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that was found. `argv0` is the name it must be called by, where that decides what it does. */
export interface Binary {
  path: string;
  argv0: string;
}

const extraFolders = [
  '/usr/sbin',
  '/usr/libexec',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/sbin',
];

/** The first of `names` that is an executable file in PATH or in the usual places outside it. */
export function findBinary(names: readonly string[]): Binary | null {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...extraFolders,
  ];
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name);
      if (isExecutable(path)) return { path, argv0: name };
    }
  }
  return null;
}

/** `mariadbd` with what its first start needs, or `mysqld`. */
export function findDatabaseServer(): Binary | null {
  const mariadbd = findBinary(['mariadbd']);
  // mariadb-install-db calls this one, which Debian keeps in the package of the client.
  if (mariadbd !== null && findBinary(['my_print_defaults']) !== null) return mariadbd;
  return mariadbd === null ? findBinary(['mysqld']) : null;
}

/**
 * `redis-server` or `valkey-server`. Debian ships the server's binary in `redis-tools` under the name of its checker (the
 * package `redis-server` adds a link and a system service), and the name it is called by decides what it is.
 */
export function findRedisServer(): Binary | null {
  const server = findBinary(['redis-server', 'valkey-server']);
  if (server !== null) return server;
  const checker = findBinary(['redis-check-rdb', 'valkey-check-rdb']);
  if (checker === null) return null;
  const argv0 = checker.argv0.replace('check-rdb', 'server');
  const answer = spawnSync(checker.path, ['--version'], { argv0, encoding: 'utf8' });
  return /server v=/i.test(answer.stdout ?? '') ? { path: checker.path, argv0 } : null;
}

/** A Chromium or Chrome that Playwright can drive. */
export function findChromium(): Binary | null {
  return findBinary(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
