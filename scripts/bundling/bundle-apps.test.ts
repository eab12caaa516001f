import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabaseUrl, testEncryptionKeys } from '@tandem/testkit';
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

it('writes ASCII alone, which takes half of the memory', () => {
  for (const name of Object.keys(programs)) {
    const text = readFileSync(join(folder, `${name}.mjs`), 'utf8');
    expect([name, /.{0,40}[\u0080-\uffff].{0,40}/.exec(text)?.[0]]).toEqual([name, undefined]);
  }
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

it('the api serves its reference page outside the checkout', async () => {
  const port = await freePort();
  const environment = {
    DATABASE_URL: testDatabaseUrl(),
    REDIS_URL: process.env.REDIS_URL ?? '',
    TANDEM_ROOT_KEY: 'a-root-key-of-the-tests',
    TANDEM_ENCRYPTION_KEYS: testEncryptionKeys,
    PORT: String(port),
    PATH: '/usr/bin:/bin',
  };
  const api = spawn(process.execPath, [join(folder, 'api.mjs')], { cwd: folder, env: environment });
  try {
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    await expect.poll(() => get('/livez').catch(() => 0), { timeout: 30_000 }).toBe(200);
    for (const path of ['/docs', '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js', '/openapi.json']) {
      expect([path, await get(path)]).toEqual([path, 200]);
    }
  } finally {
    api.kill();
    if (api.exitCode === null) await once(api, 'exit');
  }
}, 60_000);

it('tandem shows its help outside the checkout', () => {
  const result = run('tandem', '--help');
  expect(result.stdout).toContain('Usage: tandem');
  expect(result.status).toBe(0);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
