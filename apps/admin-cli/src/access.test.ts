import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Admin, mintTenantWithKeys } from '../../api/test/open-admin.ts';
import { serveAdmin } from '../../api/test/serve-admin.ts';
import { bundleTandem } from '../test/bundle-tandem.ts';
import { runTandem } from '../test/run-tandem.ts';

let admin: Admin & { url: string };
let home: string;
let acme: Awaited<ReturnType<typeof mintTenantWithKeys>>;
let slug: string;
beforeAll(async () => {
  admin = await serveAdmin();
  home = await mkdtemp(join(tmpdir(), 'tandem-home-'));
  acme = await mintTenantWithKeys(admin);
  slug = (await admin.call('GET', acme.path)).body.tenant.slug;
  await bundleTandem();
});
afterAll(async () => {
  await admin.close();
  await rm(home, { recursive: true });
});

const tandem = (args: string[], input: { stdin?: string; environment?: Record<string, string> } = {}) =>
  runTandem(args, {
    environment: { XDG_CONFIG_HOME: home, ...input.environment },
    ...(input.stdin !== undefined && { stdin: input.stdin }),
  });
const login = (profile: string, key: string) =>
  tandem(['login', '--url', admin.url, '--profile', profile], { stdin: `${key}\n` });

/** Each starts the program several times. */
describe('profiles', { timeout: 120_000 }, () => {
  it('are made by a key the server accepts, which is never printed', async () => {
    const { exitCode, stdout, stderr } = await login('acme', acme.keys.admin);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^role +admin$/m);
    expect(stdout + stderr).not.toContain(acme.keys.admin);
    const path = join(home, 'tandem/config.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toContain(acme.keys.admin);
    const listed = await tandem(['profiles', 'list', '--json']);
    expect(listed.stdout).not.toContain(acme.keys.admin);
  });

  it('are not made by one it refuses', async () => {
    const refused = await login('wrong', 'tdm_wrong');
    expect([refused.exitCode, refused.stderr]).toEqual([3, expect.stringContaining('valid key')]);
    expect((await tandem(['profiles', 'use', 'wrong'])).exitCode).toBe(2);
    expect((await login('none', '')).exitCode).toBe(2);
  });

  it("mean the key's own tenant where none is named, and no other by its slug", async () => {
    await login('acme', acme.keys.admin);
    expect((await tandem(['tenants', 'show'])).stdout).toContain(acme.tenantId);
    expect((await tandem(['config', 'set', 'botName=Ada'])).stdout).toMatch(/^botName +Ada$/m);
    const other = await mintTenantWithKeys(admin);
    const theirs = (await admin.call('GET', other.path)).body.tenant.slug;
    const unknown = await tandem(['tenants', 'show', theirs]);
    expect([unknown.exitCode, unknown.stderr]).toEqual([4, expect.stringContaining('tandem tenants list')]);
  });

  it('may hold the tenant that a platform key means; a flag and the environment go before', async () => {
    await login('platform', admin.deps.rootKey);
    const asked = await tandem(['tenants', 'show', '--profile', 'platform']);
    expect([asked.exitCode, asked.stderr]).toEqual([2, expect.stringContaining('Which tenant?')]);
    await tandem(['profiles', 'use', 'platform', '--tenant', slug]);
    expect((await tandem(['tenants', 'show'])).stdout).toContain(acme.tenantId);
    const other = await mintTenantWithKeys(admin);
    const byFlag = await tandem(['tenants', 'show', '--tenant', other.tenantId]);
    expect(byFlag.stdout).toContain(other.tenantId);
    const environment = { TANDEM_TENANT: other.tenantId };
    expect((await tandem(['tenants', 'show'], { environment })).stdout).toContain(other.tenantId);
    const key = { TANDEM_KEY: acme.keys.agent };
    expect((await tandem(['whoami'], { environment: key })).stdout).toMatch(/^role +agent$/m);
  });

  it('are forgotten by logout', async () => {
    await login('leaving', acme.keys.agent);
    expect((await tandem(['logout', '--profile', 'leaving'])).exitCode).toBe(0);
    const after = await tandem(['whoami', '--profile', 'leaving']);
    expect([after.exitCode, after.stderr]).toEqual([2, expect.stringContaining('no profile "leaving"')]);
  });
});

describe('a command line that is wrong', { timeout: 60_000 }, () => {
  it('is answered with the nearest command or option, and with where the help is', async () => {
    const command = await tandem(['tenants', 'lst']);
    expect(command.stderr).toContain('Did you mean list?');
    const option = await tandem(['tenants', 'list', '--limt', '5']);
    expect(option.stderr).toContain('Did you mean --limit?');
    expect(option.stderr).toContain('tandem tenants list --help');
    const forPrograms = await tandem(['tenants', 'lst', '--json']);
    expect(JSON.parse(forPrograms.stderr).error).toMatchObject({ code: 'usage' });
  });

  it('is answered with the place of an empty name, and without one where there is none', async () => {
    const environment = { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey };
    const empty = await tandem(['config', 'set', slug, 'botName='], { environment });
    expect([empty.exitCode, empty.stderr]).toEqual([2, expect.stringContaining('config.botName')]);
    const nothing = await tandem(['connections', 'set', slug, '-'], { environment, stdin: '{}' });
    expect([nothing.exitCode, nothing.stderr]).toEqual([2, expect.stringContaining('\n  give chatwoot')]);
  });
});

it('Ctrl-C ends with 130 and says so, also while a server does not answer', { timeout: 60_000 }, async () => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const environment = { TANDEM_URL: `http://127.0.0.1:${port}`, TANDEM_KEY: 'k', XDG_CONFIG_HOME: home };
  const child = spawn(process.execPath, [await bundleTandem(), 'tenants', 'list'], { env: environment });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  await once(server, 'request');
  child.kill('SIGINT');
  const [code] = await once(child, 'close');
  expect([code, told]).toEqual([130, '\nInterrupted.\n']);
  server.closeAllConnections();
  server.close();
});
