import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { programArguments } from '../../scripts/processes/program-arguments.ts';
import { watchMemory } from './watch-memory.ts';

const program = new URL('../../apps/admin-cli/src/main.ts', import.meta.url).pathname;

/** Runs a command of the CLI to its end: what it printed, how long it took, and the most memory it held resident. */
export async function runTandem(
  args: readonly string[],
  environment: Record<string, string>,
): Promise<{ stdout: string; seconds: number; peakBytes: number }> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [...programArguments('tandem', program), ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const memory = watchMemory(child.pid ?? 0);
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await once(child, 'close');
  const { peakBytes } = memory.stop();
  const [stdout, stderr] = await printed;
  if (code !== 0) throw new Error(`tandem ${args.join(' ')} ended with ${code}: ${stderr}`);
  return { stdout, seconds: (performance.now() - startedAtMs) / 1_000, peakBytes };
}
