import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisServer } from '../../../scripts/services/find-binary.ts';
import { until } from './until.ts';

/** A Redis of one test alone, to be killed, frozen and started again on the same port. */
export interface ThrowawayRedis {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

/** Not yet started; `options` are `redis-server` options such as `['--cluster-enabled', 'yes']`. */
export const throwawayRedis = async (options: readonly string[] = []): Promise<ThrowawayRedis> => {
  const binary = findRedisServer();
  if (binary === null) throw new Error('these tests need redis-server or valkey-server');
  const port = await freePort();
  const folder = join(tmpdir(), `tandem-redis-${process.pid}-${port}`);
  let child: ChildProcess | undefined;
  process.once('exit', () => child?.kill('SIGKILL'));
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      mkdirSync(folder, { recursive: true });
      const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder];
      child = spawn(binary.path, [...own, ...options], { argv0: binary.argv0, stdio: 'ignore' });
      await until(() => accepts(port));
    },
    kill: async () => {
      if (child?.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
    freeze: () => {
      child?.kill('SIGSTOP');
    },
    thaw: () => {
      child?.kill('SIGCONT');
    },
  };
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => socket.write('PING\r\n'));
    socket.once('data', (data) => end(data.toString().startsWith('+PONG')));
    socket.once('error', () => end(false));
  });
