import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveSecrets } from '../../../api/test/serve-secrets.ts';
import { runTandem } from '../../test/run-tandem.ts';

let admin: Awaited<ReturnType<typeof serveSecrets>>;
let folder: string;
let tenant: string;
beforeAll(async () => {
  admin = await serveSecrets();
  folder = await mkdtemp(join(tmpdir(), 'tandem-cli-'));
  const made = await tandem('tenants', 'create', 'Acme', '--json');
  tenant = JSON.parse(made.stdout).tenant.id;
  const connections = join(folder, 'connections.json');
  const botpress = { dialect: 'chat_api', webhookId: 'w', encryptionKey: 'e', webhookSecrets: ['first'] };
  await writeFile(connections, JSON.stringify({ botpress }));
  expect((await tandem('connections', 'set', tenant, connections)).exitCode).toBe(0);
}, 60_000);
afterAll(async () => {
  await admin.close();
  await rm(folder, { recursive: true });
});

const tandem = async (...args: string[]) =>
  await runTandem(args, { environment: { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey } });

it('replaces a webhook secret: one made here is shown once, one the upstream has made is read from a file', async () => {
  const made = await tandem('connections', 'rotate-secret', tenant, 'botpress', '--overlap', '48');
  expect([made.exitCode, made.stdout]).toEqual([0, expect.stringMatching(/^secret +[\w-]{43}$/m)]);
  expect(made.stdout).toContain('Set the secret at Botpress before the old one ends');
  const secretFile = join(folder, 'secret');
  await writeFile(secretFile, 'from-upstream\n');
  const given = await tandem(
    'connections',
    'rotate-secret',
    tenant,
    'botpress',
    '--secret-file',
    secretFile,
    '--json',
  );
  expect(JSON.parse(given.stdout)).toMatchObject({ secret: null, validUntil: expect.any(String) });
  const unknown = await tandem('connections', 'rotate-secret', tenant, 'chatwoot');
  expect([unknown.exitCode, unknown.stderr]).toEqual([4, expect.stringContaining('CHATWOOT_WEBHOOK_SECRET')]);
});

it('leads through the replacement of the encryption key, and seals anew when it is time to', async () => {
  const first = await tandem('secrets', 'rotate');
  expect(first.stdout).toContain('TANDEM_ENCRYPTION_KEYS=test:…,k1:$(openssl rand -base64 32)');
  expect((await tandem('secrets', 'status')).stdout).toMatch(/^test +seals +2$/m);

  await admin.putFirst('newer');
  expect((await tandem('secrets', 'status')).stdout).toMatch(/^test +needed +2$/m);
  const rotating = tandem('secrets', 'rotate');
  await expect.poll(() => admin.carryReseal(), { timeout: 20_000, interval: 50 }).toBe(true);
  const rotated = await rotating;
  expect([rotated.exitCode, rotated.stdout]).toEqual([0, expect.stringMatching(/^test +droppable +0$/m)]);
  expect(rotated.stdout).toContain('Take it out: TANDEM_ENCRYPTION_KEYS=newer:…');
  const again = tandem('secrets', 'reseal', '--wait', '--json');
  await expect.poll(() => admin.carryReseal(), { timeout: 20_000, interval: 50 }).toBe(true);
  expect(JSON.parse((await again).stdout).reseal).toMatchObject({ status: 'succeeded', keyId: 'newer' });
}, 60_000);
