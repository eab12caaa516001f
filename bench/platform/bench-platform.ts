import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { App } from '../../scripts/processes/check-environment.ts';
import { programArguments } from '../../scripts/processes/program-arguments.ts';
import { freePort } from '../../scripts/services/free-port.ts';
import { type Services, startServices } from '../../scripts/services/start-services.ts';

export interface BenchPlatform {
  stores: Services;
  /** Starts a process of the product and resolves when its `readyUrl` answers. */
  serve(app: App, input: ProgramInput): Promise<ChildProcess>;
  /** The same with a program of the bench's own. */
  start(program: string, input: ProgramInput): Promise<ChildProcess>;
  /** Starts a program that plays upstreams, with an IPC channel. */
  fork(program: string, ownArguments: string[]): ChildProcess;
  /** Runs a program to its end and answers what it printed. */
  run(program: string, ownArguments: string[], environment?: NodeJS.ProcessEnv): Promise<string>;
  stop(child: ChildProcess): Promise<void>;
  freePort(): Promise<number>;
  close(): Promise<void>;
}

interface ProgramInput {
  environment: NodeJS.ProcessEnv;
  arguments?: string[];
  readyUrl: string;
}

const root = new URL('../../', import.meta.url).pathname;
const readyTimeoutMs = 30_000;

/** Private stores of the bench's own and a way to run the product's processes against them; all end with `close`. */
export async function startBenchPlatform(input: {
  dataDir: string;
  /** Where the bundles of the api and the worker are. */
  programFolder: string;
  report(line: string): void;
}): Promise<BenchPlatform> {
  const stores = await startServices({
    dataDir: `${root}${input.dataDir}`,
    mariadb: true,
    redis: true,
    isFresh: true,
    report: input.report,
  });
  const children = new Set<ChildProcess>();
  const remember = (child: ChildProcess): ChildProcess => {
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  };
  const stop = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  const start = async (name: string, path: string, options: ProgramInput): Promise<ChildProcess> => {
    const child = remember(
      spawn(process.execPath, [...programArguments(name, path), ...(options.arguments ?? [])], {
        env: { ...process.env, ...options.environment },
        // What it logs does not belong to the figures.
        stdio: ['ignore', process.stderr, 'inherit'],
      }),
    );
    await waitReady(child, options.readyUrl);
    return child;
  };
  return {
    stores,
    stop,
    serve: (app, options) => start(app, `${input.programFolder}/${app}.mjs`, options),
    start: (program, options) => start('bench', `${root}${program}`, options),
    fork: (program, ownArguments) =>
      remember(
        spawn(process.execPath, [...programArguments('upstreams', `${root}${program}`), ...ownArguments], {
          stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
        }),
      ),
    run: async (program, ownArguments, environment = {}) => {
      const child = remember(
        spawn(process.execPath, [`${root}${program}`, ...ownArguments], {
          env: { ...process.env, ...environment },
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      const chunks: Buffer[] = [];
      child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(`${program} ended with code ${code}`);
      return Buffer.concat(chunks).toString('utf8');
    },
    freePort: () => freePort(20_000 + Math.floor(Math.random() * 20_000)),
    close: async () => {
      await Promise.all([...children].map(stop));
      await stores.stop();
    },
  };
}

async function waitReady(child: ChildProcess, url: string): Promise<void> {
  const endsAt = Date.now() + readyTimeoutMs;
  while (Date.now() < endsAt) {
    if (child.exitCode !== null)
      throw new Error(`a process ended with code ${child.exitCode} before it was ready`);
    const answered = await fetch(url).then(
      (response) => response.status < 500,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer within ${readyTimeoutMs / 1_000} s`);
}
