import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Admin, mintTenantWithKeys } from '../../../api/test/open-admin.ts';
import { serveAdmin } from '../../../api/test/serve-admin.ts';
import { runTandem } from '../../test/run-tandem.ts';

let admin: Admin & { url: string };
let minted: Awaited<ReturnType<typeof mintTenantWithKeys>>;
beforeAll(async () => {
  admin = await serveAdmin();
  minted = await mintTenantWithKeys(admin);
}, 60_000);
afterAll(async () => await admin?.close());

const tandem = async (...args: string[]) =>
  await runTandem(args, { environment: { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey } });
const opens = async (key: string): Promise<number> => (await admin.call('GET', minted.path, { key })).status;
const make = async (what: 'users' | 'keys', body: object) =>
  (await admin.call('POST', `${minted.path}/${what}`, { body })).body;

it('rotates a key, and says until when the old one is valid and which one to rotate next', async () => {
  const { key, secret } = await make('keys', { name: 'CRM', role: 'agent' });
  const first = await tandem('keys', 'rotate', minted.tenantId, key.id, '--overlap', '1', '--json');
  const rotated = JSON.parse(first.stdout);
  expect(rotated.replaced).toMatchObject({ id: key.id, replacedBy: rotated.key.id });
  expect([await opens(secret), await opens(rotated.secret)]).toEqual([200, 200]);
  const twice = await tandem('keys', 'rotate', minted.tenantId, key.id);
  expect([twice.exitCode, twice.stderr]).toEqual([1, expect.stringContaining(rotated.key.id)]);
  const next = await tandem('keys', 'rotate', minted.tenantId, rotated.key.id, '--overlap', '0');
  expect([next.exitCode, next.stdout]).toEqual([0, expect.stringContaining('before that ends')]);
  expect(await opens(rotated.secret)).toBe(401);
}, 60_000);

it('rotates a key of the platform', async () => {
  const { key, secret } = (await admin.call('POST', '/api/chatbot/keys', { body: { name: 'Billing' } })).body;
  const next = await tandem('platform-keys', 'rotate', key.id, '--overlap', '0');
  expect([next.exitCode, next.stdout]).toEqual([0, expect.stringContaining(key.id)]);
  expect(await opens(secret)).toBe(401);
}, 60_000);

it('shows a user, gives him another role and takes him away with his keys', async () => {
  const { user } = await make('users', { email: 'kim@acme.example', role: 'admin' });
  const { secret } = await make('keys', { name: 'x', role: 'agent', userId: user.id });
  const one = [minted.tenantId, user.id] as const;
  expect((await tandem('users', 'show', ...one)).stdout).toMatch(/^role +admin$/m);
  expect((await tandem('users', 'update', ...one, '--role', 'owner')).stdout).toMatch(/^role +owner$/m);
  expect((await tandem('users', 'remove', ...one)).stdout).toMatch(/^keysEnded +1$/m);
  expect(await opens(secret)).toBe(401);
}, 60_000);
