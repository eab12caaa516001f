import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { identifyProcess, isStillRunning } from './process-identity.ts';
import { waitUntil } from './wait-until.ts';

/**
 * Ends the store that a crashed run left behind: only if the process named in `pidPath` runs with `folder` (the store's own,
 * absolute) in its command line.
 */
export async function endLeftover(input: { pidPath: string; folder: string }): Promise<void> {
  const pid = readPid(input.pidPath);
  if (pid === null || !commandLine(pid).includes(input.folder)) return;
  const identity = identifyProcess(pid);
  if (identity === null) return;
  const isGone = () => !isStillRunning(identity);
  process.kill(pid, 'SIGTERM');
  process.kill(pid, 'SIGCONT');
  if (await waitUntil(isGone, { timeoutMs: 10_000 })) return;
  process.kill(pid, 'SIGKILL');
  await waitUntil(isGone, { timeoutMs: 5_000 });
}

function readPid(path: string): number | null {
  try {
    const pid = Number(readFileSync(path, 'utf8').trim());
    return Number.isSafeInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // No /proc on macOS.
  }
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
