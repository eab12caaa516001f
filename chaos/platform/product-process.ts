import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process of the product that is killed and started again at the same address. */
export interface ProductProcess {
  readonly name: string;
  readonly readyUrl: string;
  pid(): number | null;
  /** Starts it; resolves when it is ready. */
  start(): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGTERM, also to a stopped one, and SIGKILL after 15 s. */
  stop(): Promise<void>;
}

interface Plan {
  name: string;
  /** For Node: the program and what it is started with. */
  arguments: readonly string[];
  environment: NodeJS.ProcessEnv;
  readyUrl: string;
  logPath: string;
  onStart: () => void;
  /** Told when it ends without having been asked to. */
  onCrash: (how: string) => void;
}

const readyTimeoutMs = 60_000;
const stopTimeoutMs = 15_000;

export function planProcess(plan: Plan): ProductProcess {
  let child: ChildProcess | null = null;
  let isExpectedToEnd = false;

  async function end(signal: NodeJS.Signals): Promise<void> {
    isExpectedToEnd = true;
    const ending = child;
    if (ending === null || hasEnded(ending)) return;
    const gone = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    ending.kill(signal);
    ending.kill('SIGCONT');
    const hard = setTimeout(() => ending.kill('SIGKILL'), stopTimeoutMs);
    await gone;
    clearTimeout(hard);
  }

  return {
    name: plan.name,
    readyUrl: plan.readyUrl,
    pid: () => child?.pid ?? null,
    async start() {
      isExpectedToEnd = false;
      child = launch(plan);
      plan.onStart();
      child.once('exit', (code, signal) => {
        if (!isExpectedToEnd) plan.onCrash(signal === null ? `code ${code}` : `signal ${signal}`);
      });
      await waitReady(plan, child);
    },
    kill: () => end('SIGKILL'),
    signal: (signal) => void child?.kill(signal),
    stop: () => end('SIGTERM'),
  };
}

function launch(plan: Plan): ChildProcess {
  const log = openSync(plan.logPath, 'a', 0o600);
  // A session of its own: a Ctrl-C in the terminal reaches it only through `stop`.
  const child = spawn(process.execPath, plan.arguments, {
    env: { ...process.env, ...plan.environment },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  return child;
}

async function waitReady(plan: Plan, child: ChildProcess): Promise<void> {
  const endsAtMs = Date.now() + readyTimeoutMs;
  while (!(await answers(plan.readyUrl))) {
    if (hasEnded(child)) throw new Error(`${plan.name} ended before it was ready (log: ${plan.logPath})`);
    if (Date.now() > endsAtMs)
      throw new Error(`${plan.name} was not ready after ${readyTimeoutMs / 1_000} s (log: ${plan.logPath})`);
    await sleep(50);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
