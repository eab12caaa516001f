import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { rememberProcesses } from './remember-processes.ts';

const root = mkdtempSync(join(tmpdir(), 'tandem-remember-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('keeps started processes also where nothing has made the folder yet, as with stores of one’s own', () => {
  const folder = join(root, 'start');
  const processes = rememberProcesses(folder);
  processes.remember([process.pid]);
  expect(readdirSync(folder)).toHaveLength(1);
  processes.forget();
  expect(readdirSync(folder)).toEqual([]);
});

it('ends what a killed run left behind, and nothing of a run that is alive', {
  timeout: 30_000,
}, async () => {
  const folder = join(root, 'two');
  const begin = () => spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  const [owner, started] = [begin(), begin()];
  const ended = new Promise((resolve) => started.once('exit', resolve));
  const ownerEnded = new Promise((resolve) => owner.once('exit', resolve));
  rememberProcesses(folder, owner.pid).remember([started.pid ?? 0]);
  expect(await rememberProcesses(folder).endForgotten()).toBe(0);
  expect(readdirSync(folder)).toHaveLength(1);
  owner.kill('SIGKILL');
  await ownerEnded;
  expect(await rememberProcesses(folder).endForgotten()).toBe(1);
  await ended;
  expect(readdirSync(folder)).toEqual([]);
});
