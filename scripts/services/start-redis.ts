import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Binary } from './find-binary.ts';
import { type Store, startStore } from './store-process.ts';

/** A private Redis or Valkey under `dataDir`/redis (absolute). It keeps nothing over a restart: Redis is disposable. */
export async function startRedis(input: {
  binary: Binary;
  dataDir: string;
  signal?: AbortSignal | undefined;
}): Promise<Store> {
  const folder = join(input.dataDir, 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const options = {
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    appendonly: 'no',
    daemonize: 'no',
    databases: '16',
    loglevel: 'warning',
    'maxmemory-policy': 'noeviction',
    // Keeps the folder in its command line, by which a leftover is recognised.
    'set-proc-title': 'no',
  };
  return startStore({
    name: 'redis',
    binary: input.binary,
    folder,
    signal: input.signal,
    pidPath: join(folder, 'redis.pid'),
    portPath: join(folder, 'port'),
    logPath: join(folder, 'redis.log'),
    arguments: (port) => [
      '--port',
      String(port),
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    url: (port) => `redis://127.0.0.1:${port}/0`,
    answers: pings,
  });
}

function pings(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
