import { join } from 'node:path';
import { root } from '../root.ts';
import { runProgram } from '../services/run-program.ts';
import type { Program } from './bundle-apps.ts';

/**
 * Bundles programs in a process that then ends: the bundler keeps 500 MB for as long as the one that called it runs. Rejects with
 * what it said when it failed, and when `signal` ended it.
 */
export async function bundlePrograms(input: {
  folder: string;
  names: readonly Program[];
  signal?: AbortSignal;
}): Promise<void> {
  const { isOk, output } = await runProgram({
    file: process.execPath,
    arguments: [join(root, 'scripts/bundle.ts'), input.folder, ...input.names],
    signal: input.signal,
  });
  input.signal?.throwIfAborted();
  if (!isOk) throw new Error(output);
}
