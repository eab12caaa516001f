import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { rememberProcesses } from './remember-processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'tandem-remember-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('keeps started processes also where nothing has made the folder yet, as with stores of one’s own', () => {
  const path = join(folder, 'start', 'processes.json');
  const processes = rememberProcesses(path);
  processes.remember([process.pid]);
  expect(existsSync(path)).toBe(true);
  processes.forget();
  expect(existsSync(path)).toBe(false);
});
