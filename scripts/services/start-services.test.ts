import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { identifyProcess, isStillRunning } from './process-identity.ts';
import { DataFolderInUse, type Services, startServices } from './start-services.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'tandem-services-'));
let services: Services;

beforeAll(async () => {
  services = await startServices({ dataDir, mariadb: true, redis: true });
});
afterAll(async () => {
  await services.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it('keeps the password where only its owner can read it', () => {
  const url = new URL(services.databaseUrl);
  expect(url).toMatchObject({
    protocol: 'mysql:',
    hostname: '127.0.0.1',
    username: 'tandem',
    pathname: '/tandem',
  });
  expect(url.password).toMatch(/^[0-9a-f]{48}$/);
  expect(statSync(join(dataDir, 'mysql.password')).mode & 0o077).toBe(0);
  expect(statSync(dataDir).mode & 0o077).toBe(0);
});

it('refuses a second run in the same folder', async () => {
  await expect(startServices({ dataDir, mariadb: true, redis: true })).rejects.toBeInstanceOf(
    DataFolderInUse,
  );
});

it('runs beside another in a folder of its own, and starts nothing for a store that is given', async () => {
  const other = mkdtempSync(join(tmpdir(), 'tandem-services-'));
  const second = await startServices({ dataDir: other, mariadb: services.databaseUrl, redis: true });
  expect(second.mariadb).toBeNull();
  expect(second.databaseUrl).toBe(services.databaseUrl);
  expect(second.redisUrl).not.toBe(services.redisUrl);
  await second.stop();
  rmSync(other, { recursive: true });
  expect(await redisAnswer(services.redisUrl, 'PING')).toBe('+PONG');
});

it.each(['mariadb', 'redis'] as const)('revives a killed %s on the same port', async (name) => {
  const store = services[name];
  const pid = store?.pid();
  await store?.kill('SIGKILL');
  expect(store?.pid()).toBeNull();
  expect(await accepts(Number(new URL(store?.url ?? '').port))).toBe(false);
  await store?.restart();
  expect(store?.pid()).not.toBe(pid);
  expect(await accepts(Number(new URL(store?.url ?? '').port))).toBe(true);
});

it('empties the database when it is asked to, and not at a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-services-'));
  const start = (isFresh: boolean) =>
    startServices({ dataDir: folder, mariadb: true, redis: 'redis://none', isFresh });
  const first = await start(false);
  await first.stop();
  // The server writes this file when it creates the database.
  const createdAt = () => statSync(join(folder, 'mysql/tandem/db.opt'), { bigint: true }).mtimeNs;
  const before = createdAt();
  const second = await start(true);
  const emptied = createdAt();
  expect(emptied).not.toBe(before);
  await second.mariadb?.restart();
  expect(createdAt()).toBe(emptied);
  await second.stop();
  rmSync(folder, { recursive: true });
});

it('keeps Redis from dropping keys when its memory is full', async () => {
  expect(await redisAnswer(services.redisUrl, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
});

it('takes over the stores that a killed run left behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-services-'));
  const script = join(folder, 'run.ts');
  writeFileSync(
    script,
    `import { startServices } from ${JSON.stringify(join(import.meta.dirname, 'start-services.ts'))};
     const services = await startServices({ dataDir: ${JSON.stringify(folder)}, mariadb: 'mysql://none', redis: true });
     console.log(services.redis.pid());
     setInterval(() => {}, 1000);`,
  );
  const run = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(run.stdout, 'data');
  const left = identifyProcess(Number(String(line).trim()));
  run.kill('SIGKILL');
  await once(run, 'exit');
  expect(left !== null && isStillRunning(left)).toBe(true);

  const next = await startServices({ dataDir: folder, mariadb: 'mysql://none', redis: true });
  expect(left !== null && isStillRunning(left)).toBe(false);
  expect(await redisAnswer(next.redisUrl, 'PING')).toBe('+PONG');
  await next.stop();
  rmSync(folder, { recursive: true });
});

async function redisAnswer(url: string, command: string): Promise<string> {
  const socket = await open(Number(new URL(url).port));
  socket.write(`${command}\r\n`);
  const [data] = await once(socket, 'data');
  socket.destroy();
  return String(data).trim();
}

function accepts(port: number): Promise<boolean> {
  return open(port).then(
    (socket) => {
      socket.destroy();
      return true;
    },
    () => false,
  );
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  return socket;
}
