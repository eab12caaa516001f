import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identifyProcess, isStillRunning, type ProcessIdentity } from '../services/process-identity.ts';
import { waitUntil } from '../services/wait-until.ts';

/**
 * Keeps the processes that this run started in a file of its own in `folder`, so that the next run can end what a killed run
 * left behind. `remember` replaces the list; `endForgotten` ends those of runs that are over and that are still the same
 * processes: with stores of one's own several runs may be alive in one folder.
 */
export function rememberProcesses(folder: string, ownerPid = process.pid) {
  const path = join(folder, `processes-${ownerPid}.json`);
  return {
    remember(pids: readonly number[]): void {
      const owner = identifyProcess(ownerPid);
      const started = pids.map(identifyProcess).filter((identity) => identity !== null);
      // With stores of one's own nothing else has made the folder.
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(path, JSON.stringify({ owner, started }), { mode: 0o600 });
    },
    forget(): void {
      rmSync(path, { force: true });
    },
    async endForgotten(): Promise<number> {
      const over = runsIn(folder).filter(({ owner }) => owner === null || !isStillRunning(owner));
      const left = over.flatMap(({ started }) => started).filter(isStillRunning);
      for (const { pid } of left) signalGroup(pid, 'SIGTERM');
      await waitUntil(() => !left.some(isStillRunning), { timeoutMs: 10_000 });
      for (const { pid } of left.filter(isStillRunning)) signalGroup(pid, 'SIGKILL');
      for (const run of over) rmSync(run.path, { force: true });
      return left.length;
    },
  };
}

interface Run {
  path: string;
  owner: ProcessIdentity | null;
  started: ProcessIdentity[];
}

function runsIn(folder: string): Run[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^processes-\d+\.json$/.test(name));
  return names.map((name) => readRun(join(folder, name)));
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

function readRun(path: string): Run {
  try {
    const { owner, started } = JSON.parse(readFileSync(path, 'utf8'));
    return {
      path,
      owner: isIdentity(owner) ? owner : null,
      started: Array.isArray(started) ? started.filter(isIdentity) : [],
    };
  } catch {
    return { path, owner: null, started: [] };
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return typeof value === 'object' && value !== null && 'pid' in value && 'startedAt' in value;
}
