import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binary } from './find-binary.ts';
import { type DatabaseFlavour, initialiseDatabase } from './initialise-database.ts';
import { type Store, startStore } from './store-process.ts';
import { writeAccessFile } from './write-access-file.ts';

/**
 * A private MariaDB or MySQL under `dataDir`/mysql (absolute), initialised at the first start, with the database `tandem` and
 * a user of that name who may use every database whose name begins with it.
 */
export async function startMariadb(input: {
  binary: Binary;
  dataDir: string;
  /** Empties the database first. */
  isFresh: boolean;
  report: (line: string) => void;
  signal?: AbortSignal | undefined;
}): Promise<Store> {
  const flavour = detectFlavour(input.binary);
  mkdirSync(input.dataDir, { recursive: true, mode: 0o700 });
  const folder = join(input.dataDir, 'mysql');
  if (!existsSync(join(folder, 'mysql'))) {
    input.report('initialising the private database');
    await initialiseDatabase({
      binary: input.binary,
      flavour,
      folder,
      options: serverOptions(flavour),
      signal: input.signal,
    });
  }
  const access = writeAccessFile(input.dataDir, input);
  const socketPath = shortSocketPath(input.dataDir);
  const pidPath = join(input.dataDir, 'mysql.pid');
  const temporary = join(input.dataDir, 'mysql-tmp');
  mkdirSync(temporary, { recursive: true, mode: 0o700 });
  const store = await startStore({
    name: flavour,
    binary: input.binary,
    folder,
    signal: input.signal,
    pidPath,
    portPath: join(input.dataDir, 'mysql.port'),
    logPath: join(input.dataDir, 'mysql.log'),
    arguments: (port) => {
      rmSync(socketPath, { force: true });
      return [
        ...serverOptions(flavour),
        `--datadir=${folder}`,
        // A starting server clears its folder for temporary tables, also of what another one's are.
        `--tmpdir=${temporary}`,
        `--socket=${socketPath}`,
        `--pid-file=${pidPath}`,
        '--bind-address=127.0.0.1',
        `--port=${port}`,
        `--init-file=${access.path}`,
      ];
    },
    // Through the socket a statement costs clearly less than over TCP; the port serves those who look in from outside.
    url: (port) =>
      `mysql://${access.user}:${access.password}@127.0.0.1:${port}/tandem?socketPath=${encodeURIComponent(socketPath)}`,
    answers: greets,
  });
  // A restart keeps what is there.
  writeAccessFile(input.dataDir, { isFresh: false });
  return store;
}

function detectFlavour(binary: Binary): DatabaseFlavour {
  const version = spawnSync(binary.path, ['--no-defaults', '--version'], { encoding: 'utf8' });
  return /mariadb/i.test(version.stdout ?? '') ? 'mariadb' : 'mysql';
}

function serverOptions(flavour: DatabaseFlavour): string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    // Must stand first: the machine's own configuration is not read.
    '--no-defaults',
    // The server refuses to run as root unless it is told that this is meant.
    ...(isRoot ? ['--user=root'] : []),
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=512M',
    // 400 turns/s fill 256 MB in 15 s, and with a full log every write waits until pages are flushed.
    ...(flavour === 'mariadb'
      ? ['--innodb-log-file-size=1G']
      : ['--innodb-redo-log-capacity=1G', '--mysqlx=OFF', '--disable-log-bin', '--performance-schema=OFF']),
    '--max-connections=300',
    '--max-allowed-packet=64M',
    '--skip-name-resolve',
    '--character-set-server=utf8mb4',
    '--collation-server=utf8mb4_unicode_ci',
    '--sql-mode=STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  ];
}

/** A UNIX socket's path may hold about 100 bytes only. */
function shortSocketPath(dataDir: string): string {
  const inside = join(dataDir, 'mysql.sock');
  if (Buffer.byteLength(inside) < 100) return inside;
  return join(tmpdir(), `tandem-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}.sock`);
}

/** The server speaks first, and only when it has run its init file and takes clients. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('data', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
    socket.once('close', () => end(false));
  });
}
