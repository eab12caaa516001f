import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bundleTandem } from './bundle-tandem.ts';

export interface Ran {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Does things over and over until the program has printed what it is to print, and sends it a Ctrl-C then. */
export interface Interrupted {
  at: RegExp;
  meanwhile(): Promise<unknown>;
}

/** Runs the program as a process of its own, its output through pipes. */
export async function runTandem(
  args: readonly string[],
  input: {
    environment?: Record<string, string>;
    stdin?: string;
    folder?: string;
    interrupted?: Interrupted;
  } = {},
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
  const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  child.stdout.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
  const said = (stream: keyof typeof chunks) => new TextDecoder().decode(Buffer.concat(chunks[stream]));
  const closed = once(child, 'close');
  const { interrupted } = input;
  if (interrupted !== undefined) {
    while (child.exitCode === null && !interrupted.at.test(said('stdout'))) await interrupted.meanwhile();
    child.kill('SIGINT');
  }
  const [code] = await closed;
  return { exitCode: Number(code), stdout: said('stdout'), stderr: said('stderr') };
}
