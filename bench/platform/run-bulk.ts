import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { programArguments } from '../../scripts/processes/program-arguments.ts';

const program = new URL('../../apps/admin-cli/src/main.ts', import.meta.url).pathname;

/**
 * Runs `tandem onboard --csv`. With `killAfter` it is killed, and nothing is tidied up, once it has told of so many rows;
 * answers what it printed.
 */
export async function runBulk(input: {
  csv: string;
  environment: Record<string, string>;
  killAfter: number | null;
}): Promise<{ stdout: string; seconds: number }> {
  const { csv, environment, killAfter } = input;
  const args = ['onboard', '--csv', csv, '--concurrency', '8', '--per-minute', '0', '--json'];
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [...programArguments('tandem', program), ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let rows = 0;
  child.stderr.on('data', (chunk: Buffer) => {
    rows += chunk.toString().match(/^\d+\/\d+ /gm)?.length ?? 0;
    if (killAfter !== null && rows >= killAfter) child.kill('SIGKILL');
  });
  const printed = text(child.stdout);
  const [code, signal] = await once(child, 'close');
  const seconds = (performance.now() - startedAtMs) / 1_000;
  if (killAfter === null && code !== 0) throw new Error(`the bulk run ended with ${code}: ${await printed}`);
  if (killAfter !== null && signal !== 'SIGKILL') throw new Error('the bulk run ended before it was killed');
  return { stdout: await printed, seconds };
}
