import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { identifyProcess } from '../services/process-identity.ts';
import { waitUntil } from '../services/wait-until.ts';

const family = join(import.meta.dirname, 'test/family.ts');

it('ends every process on one signal', async () => {
  const { command, pids } = await start('obedient');
  command.kill('SIGINT');
  expect(await exitCode(command)).toBe(42);
  expect(await allGone(pids)).toBe(true);
});

it('takes the same Ctrl-C from several sides for one', async () => {
  const { command, pids } = await start('obedient');
  command.kill('SIGINT');
  command.kill('SIGINT');
  command.kill('SIGTERM');
  expect(await exitCode(command)).toBe(42);
  expect(await allGone(pids)).toBe(true);
});

it('kills at the second Ctrl-C what does not end by itself', async () => {
  const { command, pids } = await start('stubborn');
  const output = collect(command);
  command.kill('SIGINT');
  await waitUntil(() => output().includes('stopping'), { timeoutMs: 10_000 });
  const firstAt = performance.now();
  // The second press comes later than the copies of the first.
  await waitUntil(() => performance.now() - firstAt > 700, { timeoutMs: 5_000 });
  command.kill('SIGINT');
  expect(await exitCode(command)).toBe(130);
  expect(await allGone(pids)).toBe(true);
});

it('stops the rest, names the one and fails when a process ends by itself', async () => {
  const { command, pids } = await start('mortal');
  const output = collect(command);
  process.kill(pids[0] ?? 0, 'SIGUSR2');
  expect(await exitCode(command)).toBe(7);
  expect(output()).toContain('error: child ended with code 7');
  expect(await allGone(pids)).toBe(true);
});

async function start(kind: string): Promise<{ command: ChildProcess; pids: number[] }> {
  const command = spawn(process.execPath, [family, kind], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [line] = await once(command.stdout, 'data');
  return { command, pids: [...String(line).matchAll(/\d+/g)].map(([pid]) => Number(pid)) };
}

function collect(command: ChildProcess): () => string {
  let text = '';
  command.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  return () => text;
}

async function exitCode(command: ChildProcess): Promise<number | null> {
  if (command.exitCode !== null) return command.exitCode;
  const [code] = await once(command, 'exit');
  return code;
}

function allGone(pids: readonly number[]): Promise<boolean> {
  return waitUntil(() => pids.every((pid) => identifyProcess(pid) === null), { timeoutMs: 5_000 });
}
