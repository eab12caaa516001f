import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { identifyProcess, isStillRunning, type ProcessIdentity } from './services/process-identity.ts';
import { startServices } from './services/start-services.ts';
import { waitUntil } from './services/wait-until.ts';

/** Stores for development in the background: `dev-services.ts [start | stop]`. Prints the two export lines. */
const dataDir = resolve(import.meta.dirname, '../.data/dev');
const statePath = join(dataDir, 'dev-services.json');
const logPath = join(dataDir, 'dev-services.log');

interface State {
  holder: ProcessIdentity;
  databaseUrl: string;
  redisUrl: string;
}

await main(process.argv[2] ?? 'start');

async function main(command: string): Promise<void> {
  switch (command) {
    case 'start':
      return start();
    case 'stop':
      return stop();
    case 'hold':
      return hold();
    default:
      throw new Error(`unknown command ${command}: start or stop`);
  }
}

async function start(): Promise<void> {
  let state = readState();
  if (state === null) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const log = openSync(logPath, 'w', 0o600);
    const child = spawn(process.execPath, [import.meta.filename, 'hold'], {
      detached: true,
      stdio: ['ignore', log, log],
    });
    await waitUntil(() => readState() !== null || child.exitCode !== null, { timeoutMs: 300_000 });
    state = readState();
    child.unref();
  }
  if (state === null) throw new Error(`the stores did not start: ${readFileSync(logPath, 'utf8').trim()}`);
  process.stdout.write(`export DATABASE_URL=${state.databaseUrl}\nexport REDIS_URL=${state.redisUrl}\n`);
}

async function stop(): Promise<void> {
  const state = readState();
  if (state === null) return;
  process.kill(state.holder.pid, 'SIGTERM');
  await waitUntil(() => !isStillRunning(state.holder), { timeoutMs: 20_000 });
}

async function hold(): Promise<void> {
  const services = await startServices({
    dataDir,
    mariadb: true,
    redis: true,
    report: (line) => console.log(line),
  });
  const holder = identifyProcess(process.pid);
  const state = { holder, databaseUrl: services.databaseUrl, redisUrl: services.redisUrl };
  writeFileSync(statePath, JSON.stringify(state), { mode: 0o600 });
  const alive = setInterval(() => {}, 60_000);
  const end = async () => {
    clearInterval(alive);
    await services.stop();
    rmSync(statePath, { force: true });
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

function readState(): State | null {
  try {
    const state: State = JSON.parse(readFileSync(statePath, 'utf8'));
    return isStillRunning(state.holder) ? state : null;
  } catch {
    return null;
  }
}
