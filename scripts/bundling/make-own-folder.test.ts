import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeOwnFolder } from './make-own-folder.ts';

const parent = mkdtempSync(join(tmpdir(), 'tandem-own-'));
afterAll(() => rmSync(parent, { recursive: true }));

it('leaves the folder of a process that runs, and removes that of one that was killed', () => {
  const [running, ended] = [String(process.ppid), String(spawnSync(process.execPath, ['--version']).pid)];
  for (const pid of [running, ended]) mkdirSync(join(parent, pid));
  expect(makeOwnFolder(parent)).toBe(join(parent, String(process.pid)));
  expect(readdirSync(parent).sort()).toEqual([running, String(process.pid)].sort());
});
