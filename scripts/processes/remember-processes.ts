import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identifyProcess, isStillRunning, type ProcessIdentity } from '../services/process-identity.ts';
import { waitUntil } from '../services/wait-until.ts';

/**
 * Keeps the started processes in `path`, so that the next run can end what a killed run left behind. `remember` replaces the
 * list; `endForgotten` ends those of an earlier run that are still the same processes.
 */
export function rememberProcesses(path: string) {
  return {
    remember(pids: readonly number[]): void {
      const identities = pids.map(identifyProcess).filter((identity) => identity !== null);
      // With stores of one's own nothing else has made the folder.
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, JSON.stringify(identities), { mode: 0o600 });
    },
    forget(): void {
      rmSync(path, { force: true });
    },
    async endForgotten(): Promise<number> {
      const left = readIdentities(path).filter(isStillRunning);
      for (const { pid } of left) signalGroup(pid, 'SIGTERM');
      await waitUntil(() => !left.some(isStillRunning), { timeoutMs: 10_000 });
      for (const { pid } of left.filter(isStillRunning)) signalGroup(pid, 'SIGKILL');
      rmSync(path, { force: true });
      return left.length;
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}

function readIdentities(path: string): ProcessIdentity[] {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(value) ? value.filter(isIdentity) : [];
  } catch {
    return [];
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return typeof value === 'object' && value !== null && 'pid' in value && 'startedAt' in value;
}
