import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { endLeftover } from './end-leftover.ts';
import type { Binary } from './find-binary.ts';
import { freePort } from './free-port.ts';
import { waitUntil } from './wait-until.ts';

/** A store that runs as a process of ours, always on the same port of 127.0.0.1. */
export interface Store {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** The running process, or null while the store is down. */
  pid(): number | null;
  /** Sends a signal; a SIGKILL or SIGTERM is waited for. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts the store again (after ending it when it runs) and waits until it answers. */
  restart(): Promise<void>;
  /** SIGTERM, then SIGKILL after 10 s. */
  stop(): Promise<void>;
}

export interface StorePlan {
  name: string;
  binary: Binary;
  /** The store's own folder, absolute: part of its command line, by which a leftover is recognised. */
  folder: string;
  pidPath: string;
  portPath: string;
  logPath: string;
  /** Gives up the first start. */
  signal?: AbortSignal | undefined;
  arguments(port: number): string[];
  url(port: number): string;
  /** Whether the store on `port` answers. */
  answers(port: number): Promise<boolean>;
}

/** Starts a store on the port it had last time when that is free, else on another. Throws with the end of its log. */
export async function startStore(plan: StorePlan): Promise<Store> {
  await endLeftover({ pidPath: plan.pidPath, folder: plan.folder });
  let child: ChildProcess | null = null;
  let port = 0;
  for (let attempt = 0; child === null; attempt += 1) {
    port = await freePort(attempt === 0 ? lastPort(plan) : 0);
    child = await launch(plan, port).catch((error: unknown) => {
      // Between asking for a free port and listening on it another process may take it.
      if (attempt < 2 && plan.signal?.aborted !== true) return null;
      throw error;
    });
  }
  writeFileSync(plan.portPath, String(port));
  return store(plan, port, child);
}

function store(plan: StorePlan, port: number, first: ChildProcess): Store {
  let child = first;
  const end = async (signal: NodeJS.Signals) => {
    if (hasEnded(child)) return;
    child.kill(signal);
    // A stopped (SIGSTOP) process takes SIGTERM only when it is continued.
    if (signal === 'SIGTERM') child.kill('SIGCONT');
    if (await waitUntil(() => hasEnded(child), { timeoutMs: 10_000, everyMs: 10 })) return;
    child.kill('SIGKILL');
    await waitUntil(() => hasEnded(child), { timeoutMs: 5_000, everyMs: 10 });
  };
  return {
    name: plan.name,
    url: plan.url(port),
    port,
    pid: () => (hasEnded(child) ? null : (child.pid ?? null)),
    async kill(signal) {
      if (signal === 'SIGKILL' || signal === 'SIGTERM') await end(signal);
      else child.kill(signal);
    },
    async restart() {
      await end('SIGTERM');
      child = await launch(plan, port);
    },
    stop: () => end('SIGTERM'),
  };
}

async function launch(plan: StorePlan, port: number): Promise<ChildProcess> {
  const log = openSync(plan.logPath, 'a', 0o600);
  // A session of its own: a Ctrl-C in the terminal must not reach the stores before the processes that use them.
  const child = spawn(plan.binary.path, plan.arguments(port), {
    argv0: plan.binary.argv0,
    stdio: ['ignore', log, log],
    detached: true,
    cwd: plan.folder,
  });
  closeSync(log);
  let failure: Error | null = null;
  child.once('error', (error) => {
    failure = error;
  });
  child.unref();
  if (child.pid !== undefined) writeFileSync(plan.pidPath, String(child.pid));
  const isAborted = () => plan.signal?.aborted === true;
  const isSettled = async () =>
    isAborted() || failure !== null || hasEnded(child) || (await plan.answers(port));
  const inTime = await waitUntil(isSettled, { timeoutMs: 60_000, everyMs: 25 });
  if (inTime && !isAborted() && failure === null && !hasEnded(child)) return child;
  child.kill('SIGKILL');
  throw new Error(`${plan.name} did not start: ${failure ?? lastLines(plan.logPath)} (log: ${plan.logPath})`);
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function lastPort(plan: StorePlan): number {
  try {
    const port = Number(readFileSync(plan.portPath, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
  } catch {
    return 0;
  }
}

function lastLines(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').slice(-4).join(' | ');
  } catch {
    return 'no log';
  }
}
