import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';

/**
 * Writes the statements the server runs at each start: the database, its user, and a password on what an empty server leaves
 * open. `isFresh` empties the database first. The password is made once per data folder and kept in a file only the owner can read.
 */
export function writeAccessFile(
  dataDir: string,
  input: { isFresh: boolean },
): { path: string; user: string; password: string } {
  const password = readOrCreatePassword(join(dataDir, 'mysql.password'));
  const path = join(dataDir, 'mysql.init.sql');
  const user = 'tandem';
  const statements = [
    ...(input.isFresh ? ['DROP DATABASE IF EXISTS `tandem`'] : []),
    'CREATE DATABASE IF NOT EXISTS `tandem` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci',
    ...['127.0.0.1', 'localhost'].flatMap((host) => [
      `CREATE USER IF NOT EXISTS '${user}'@'${host}' IDENTIFIED BY '${password}'`,
      `ALTER USER '${user}'@'${host}' IDENTIFIED BY '${password}'`,
      `GRANT ALL PRIVILEGES ON \`tandem%\`.* TO '${user}'@'${host}'`,
    ]),
    `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}'`,
    `DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1', ''@'localhost'`,
  ];
  writeFileSync(path, `${statements.join(';\n')};\n`, { mode: 0o600 });
  return { path, user, password };
}

function readOrCreatePassword(path: string): string {
  try {
    writeFileSync(path, randomBytes(24).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
}
