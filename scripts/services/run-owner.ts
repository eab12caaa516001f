import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';
import { identifyProcess, isStillRunning, type ProcessIdentity } from './process-identity.ts';

/** Another living run holds the data folder. */
export class DataFolderInUse extends Error {
  readonly ownerPid: number;

  constructor(dataDir: string, ownerPid: number) {
    super(`${dataDir} is in use by process ${ownerPid}; stop that run first`);
    this.ownerPid = ownerPid;
  }
}

/**
 * Makes this process the only user of `dataDir` and returns the release. The mark of a run that has died is taken over.
 * Throws `DataFolderInUse` when its run is alive.
 */
export function ownDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, 'owner.json');
  const self = identifyProcess(process.pid) ?? { pid: process.pid, startedAt: 'unknown' };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      writeFileSync(path, JSON.stringify(self), { flag: 'wx', mode: 0o600 });
      return () => release(path);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    const owner = readIdentity(path);
    if (owner !== null && isStillRunning(owner)) throw new DataFolderInUse(dataDir, owner.pid);
    rmSync(path, { force: true });
  }
  throw new Error(`cannot take ${path}`);
}

function release(path: string): void {
  if (readIdentity(path)?.pid === process.pid) rmSync(path, { force: true });
}

function readIdentity(path: string): ProcessIdentity | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('startedAt' in value))
      return null;
    return typeof value.pid === 'number' && typeof value.startedAt === 'string'
      ? { pid: value.pid, startedAt: value.startedAt }
      : null;
  } catch {
    return null;
  }
}
