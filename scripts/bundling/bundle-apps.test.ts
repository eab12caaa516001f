import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleApps, programs } from './bundle-apps.ts';

const folder = mkdtempSync(join(tmpdir(), 'tandem-bundle-'));
beforeAll(() => bundleApps({ folder }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program far from the checkout, with an empty environment. */
function run(name: string, ...args: string[]) {
  return spawnSync(process.execPath, [join(folder, `${name}.mjs`), ...args], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin' },
    encoding: 'utf8',
    timeout: 20_000,
  });
}

it('makes one file of each program', () => {
  for (const name of Object.keys(programs)) expect(existsSync(join(folder, `${name}.mjs`))).toBe(true);
});

it('carries the files of the reference page beside the api', () => {
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE']) {
    expect(existsSync(join(folder, 'swagger-ui', name))).toBe(true);
  }
});

it.each(['api', 'worker', 'migrate'])(
  '%s runs outside the checkout and names the variables it lacks',
  (name) => {
    const result = run(name);
    expect(result.stderr + result.stdout).toContain('DATABASE_URL');
    expect(result.stderr + result.stdout).not.toMatch(/ERR_MODULE_NOT_FOUND|Dynamic require/);
    expect(result.status).toBe(2);
  },
);

it('tandem shows its help outside the checkout', () => {
  const result = run('tandem', '--help');
  expect(result.stdout).toContain('Usage: tandem');
  expect(result.status).toBe(0);
});
