import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createScratchDatabase } from '@tandem/db/scratch';
import { createLogger, Resources } from '@tandem/runtime';
import { composeSandbox, type Sandbox } from '@tandem/sandbox';
import { freePort } from '../scripts/services/free-port.ts';

export interface Product {
  sandbox: Sandbox;
  apiUrl: string;
  workerUrl: string;
  rootKey: string;
  stop(): Promise<void>;
}

const root = resolve(import.meta.dirname, '..');
const readyTimeoutMs = 50_000;
/** Wakes of other tests' lanes stay in other databases of the same Redis. */
const redisDatabase = 13;

/** `more`: further variables of their environment. The api and a worker as processes of their own with a database of their own, and the sandbox in this process. */
export async function startProduct(more: Record<string, string> = {}): Promise<Product> {
  const database = await createScratchDatabase(required('DATABASE_URL'));
  const api = await freePort();
  const worker = await freePort(0, [api]);
  const apiUrl = `http://127.0.0.1:${api}`;
  const rootKey = randomBytes(24).toString('base64url');
  const redisUrl = new URL(required('REDIS_URL'));
  redisUrl.pathname = `/${redisDatabase}`;
  const environment = {
    ...process.env,
    DATABASE_URL: database.url,
    REDIS_URL: redisUrl.href,
    TANDEM_ROOT_KEY: rootKey,
    TANDEM_ENCRYPTION_KEYS: `e2e:${randomBytes(32).toString('base64')}`,
    LOG_LEVEL: 'warn',
    UPSTREAM_ALLOW_PRIVATE: 'true',
    PORT: String(api),
    PUBLIC_URL: apiUrl,
    WORKER_PORT: String(worker),
    ...more,
  };
  const children = (['api', 'worker'] as const).map((name) => launch(name, environment));
  const resources = new Resources();
  const stop = async () => {
    await resources.close();
    await Promise.all(children.map(({ child }) => end(child)));
    await database.drop();
  };
  try {
    const ports = [api, worker];
    await Promise.all(children.map((launched, index) => ready(launched, ports[index] ?? 0)));
    const sandbox = await composeSandbox({
      config: {
        SANDBOX_PORT: 0,
        SANDBOX_HOST: '127.0.0.1',
        TANDEM_API_URL: apiUrl,
        TANDEM_ROOT_KEY: rootKey,
      },
      log: createLogger({ name: 'sandbox', level: 'warn' }),
      resources,
      stopping: new AbortController().signal,
    });
    return { sandbox, apiUrl, workerUrl: `http://127.0.0.1:${worker}`, rootKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Launched {
  name: string;
  child: ChildProcess;
  output: () => string;
}

function launch(name: string, environment: NodeJS.ProcessEnv): Launched {
  const main = join(root, `apps/${name}/src/main.ts`);
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-4_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { name, child, output: () => output };
}

async function ready({ name, child, output }: Launched, port: number): Promise<void> {
  const endsAt = performance.now() + readyTimeoutMs;
  while (!(await isReady(port))) {
    if (child.exitCode !== null || performance.now() > endsAt)
      throw new Error(`${name} is not ready:\n${output()}`);
    await sleep(50);
  }
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
  await response?.arrayBuffer();
  return response?.status === 200;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`this test needs stores: set ${name}, or run npm test`);
  return value;
}
