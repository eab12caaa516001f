import { spawn } from 'node:child_process';

/**
 * Runs a program to its end without input and returns how it ended and the last 2,000 characters of what it wrote. `signal`
 * kills it together with everything it started; without one it is out of reach of a Ctrl-C.
 */
export function runProgram(input: {
  file: string;
  arguments: readonly string[];
  signal?: AbortSignal | undefined;
}): Promise<{ isOk: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(input.file, input.arguments, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const kill = () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    };
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000);
    };
    const end = (isOk: boolean, text: string) => {
      input.signal?.removeEventListener('abort', kill);
      resolve({ isOk, output: text.trim() });
    };
    input.signal?.addEventListener('abort', kill, { once: true });
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => end(false, error.message));
    child.once('close', (code) => end(code === 0, output));
  });
}
