import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.ts';
import { identifyProcess } from '../services/process-identity.ts';

/** A folder that no other process of this checkout uses; what processes left that were killed goes with it. */
export function makeOwnFolder(parent: string = join(root, '.data/serve')): string {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const pid of readdirSync(parent)) {
    if (identifyProcess(Number(pid)) === null) rmSync(join(parent, pid), { recursive: true, force: true });
  }
  const folder = join(parent, String(process.pid));
  mkdirSync(folder, { recursive: true });
  return folder;
}
