import { readFile, writeFile } from 'node:fs/promises';
import { TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Admin } from '../../../api/test/open-admin.ts';
import { serveAdmin } from '../../../api/test/serve-admin.ts';
import { runTandem } from '../../test/run-tandem.ts';
import { createAdminClient } from '../client.ts';
import { paintFor } from '../output/paint.ts';
import { editConfig } from './config-edit.ts';

let admin: Admin & { url: string };
let tenant: string;
beforeAll(async () => {
  admin = await serveAdmin();
  tenant = (await tandemJson('tenants', 'create', 'Acme Inc')).tenant.id;
  await tandemJson('config', 'set', tenant, 'botName=A');
  await tandemJson('config', 'set', tenant, 'botName=B');
});
afterAll(() => admin.close());

const tandem = async (...args: string[]) =>
  await runTandem(args, { environment: { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey } });
const tandemJson = async (...args: string[]) => {
  const { exitCode, stdout, stderr } = await tandem(...args, '--json');
  expect([args, exitCode, stderr]).toEqual([args, 0, '']);
  return JSON.parse(stdout);
};

// Each command is a process of its own.
describe('tandem config', { timeout: 120_000 }, () => {
  it('shows versions, what differs between them, and goes back', async () => {
    const listed = await tandem('config', 'history', tenant);
    expect(listed.stdout).toMatch(/^2 +\S+ \S+ +platform +botName$/m);
    const diff = await tandem('config', 'diff', tenant, '1');
    expect(diff.stdout).toContain(
      '- botName: "A"\n+ botName: "B"\nknowledge base: 0 added, 0 removed, 0 changed',
    );
    expect((await tandemJson('config', 'diff', tenant, '1', '2')).config).toEqual([
      { field: 'botName', before: 'A', after: 'B' },
    ]);
    const stale = await tandem('config', 'rollback', tenant, '1', '--if-version', '1');
    expect([stale.exitCode, stale.stderr]).toEqual([1, expect.stringContaining('at version 2')]);
    expect((await tandemJson('config', 'rollback', tenant, '1')).config.botName).toBe('A');
  });

  it('refuses to open an editor without a terminal, and says what to do instead', async () => {
    const refused = await tandem('config', 'edit', tenant);
    expect([refused.exitCode, refused.stderr]).toEqual([
      2,
      expect.stringContaining('config set <tenant> --file'),
    ]);
  });

  it('writes what was edited, and keeps the file of what was refused', async () => {
    const kept: string[] = [];
    const written: string[] = [];
    const patience = {
      timeoutMs: { read: 30_000, change: 30_000 },
      pausesMs: [],
      wait: async () => {},
      onRetry: () => {},
    };
    const client = createAdminClient({ url: admin.url, key: admin.deps.rootKey, patience });
    const output = {
      ...{ json: false, quiet: false, width: null },
      paint: paintFor({}, { environment: {}, argv: [] }),
      write: (text: string) => void written.push(text),
    };
    const change = (from: string, to: string) => async (path: string) =>
      await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
    const edit = (how: (path: string) => Promise<void>) =>
      editConfig({ client, output, edit: how, keep: (path) => void kept.push(path) }, { tenantId: tenant });
    await edit(change('"settleMs": 1500', '"settleMs": 7'));
    expect(await client.config.get.query({ tenantId: tenant })).toMatchObject({ config: { settleMs: 7 } });
    await edit(async () => {});
    expect([written.at(-1), kept]).toEqual(['Nothing was changed.\n', []]);
    const refused = await edit(change('"settleMs": 7', '"settleMs": -1')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TRPCClientError);
    expect(await readFile(kept[0] ?? '', 'utf8')).toContain('"settleMs": -1');
    const overtaken = edit(async (path) => {
      await tandemJson('config', 'set', tenant, 'botName=C');
      await change('"settleMs": 7', '"settleMs": 8')(path);
    });
    await expect(overtaken).rejects.toThrow(/version/);
    expect(kept).toHaveLength(2);
  });
});

describe('tandem audit, contacts and tenants', { timeout: 120_000 }, () => {
  it('list changes of one tenant and of all', async () => {
    expect((await tandem('audit', 'list', tenant, '--action', 'config.*')).stdout).toMatch(
      /platform +config\.write +config:1/,
    );
    expect((await tandemJson('audit', 'list', '--limit', '1')).audit).toHaveLength(1);
  });

  it('order an erasure and show its receipt', async () => {
    const { receipt } = await tandemJson('contacts', 'erase', tenant, '--contact', '4711', '--no-wait');
    expect(receipt.state).toBe('under-way');
    expect((await tandem('contacts', 'receipts', tenant)).stdout).toContain(receipt.id);
    expect((await tandemJson('contacts', 'receipt', tenant, receipt.id)).receipt).toEqual(receipt);
    expect((await tandem('contacts', 'erase', tenant)).exitCode).toBe(2);
  });

  it('export, delete, restore and purge a tenant', async () => {
    const { id, slug } = (await tandemJson('tenants', 'create', 'Going away')).tenant;
    const lines = (await tandem('tenants', 'export', id)).stdout.trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'end', counts: { tenant: 1 } });
    expect((await tandemJson('tenants', 'delete', id)).tenant.status).toBe('deleted');
    expect((await tandemJson('tenants', 'restore', id)).tenant.status).toBe('active');
    await tandemJson('tenants', 'delete', id);
    expect((await tandem('tenants', 'purge', id, '--confirm', 'another')).exitCode).toBe(1);
    expect((await tandemJson('tenants', 'purge', id, '--confirm', slug)).purge.state).toBe('done');
    expect((await tandem('tenants', 'show', id)).exitCode).toBe(4);
  });
});
