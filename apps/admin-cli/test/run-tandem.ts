import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { bundleTandem } from './bundle-tandem.ts';

export interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs the program as a process of its own, its output through pipes. */
export async function runTandem(
  args: readonly string[],
  input: { environment?: Record<string, string>; stdin?: string; folder?: string } = {},
): Promise<Ran> {
  const { PATH = '' } = process.env;
  // Nobody's own profiles.
  const nowhere = { XDG_CONFIG_HOME: '/nonexistent', XDG_STATE_HOME: '/nonexistent' };
  const env = { PATH, ...nowhere, ...input.environment };
  const child = spawn(process.execPath, [await bundleTandem(), ...args], {
    env,
    ...(input.folder !== undefined && { cwd: input.folder }),
  });
  child.stdin.end(input.stdin ?? '');
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'close');
  const [stdout, stderr] = await output;
  return { exitCode: Number(code), stdout, stderr };
}
