import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Admin } from '../../../api/test/open-admin.ts';
import { serveAdmin } from '../../../api/test/serve-admin.ts';
import { runTandem } from '../../test/run-tandem.ts';

let admin: Admin & { url: string };
let folder: string;
beforeAll(async () => {
  admin = await serveAdmin();
  folder = await mkdtemp(join(tmpdir(), 'tandem-kb-'));
});
afterAll(async () => {
  await admin.close();
  await rm(folder, { recursive: true });
});

const tandem = async (args: string[], stdin?: string) =>
  await runTandem(args, {
    environment: { TANDEM_URL: admin.url, TANDEM_KEY: admin.deps.rootKey },
    ...(stdin !== undefined && { stdin }),
  });
const mint = async (): Promise<string> =>
  (await admin.call('POST', '/api/chatbot/tenants', { body: { name: 'Acme Inc' } })).body.tenant.id;
const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

describe('tandem kb', () => {
  it('previews a file with every row that cannot be used, imports it, and finds it again', async () => {
    const tenant = await mint();
    const csv = await file(
      'faq.csv',
      'question;answer;tags\nHours?;9 to 6;shop\n;lost;\nParking?;In the yard;car, shop\n',
    );
    const preview = await tandem(['kb', 'import', tenant, csv, '--preview']);
    expect([preview.exitCode, preview.stderr]).toEqual([2, '']);
    expect(preview.stdout).toContain('3 rows: 2 added, 0 changed, 0 removed, 0 unchanged');
    expect(preview.stdout).toMatch(/^line +field +message\n3 +question +is empty$/m);
    const refused = await tandem(['kb', 'import', tenant, csv]);
    expect([refused.exitCode, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('line 3, question: is empty');
    const written = await tandem(['kb', 'import', tenant, csv, '--skip-bad-rows']);
    expect([written.exitCode, written.stdout]).toEqual([0, expect.stringMatching(/^2 entries, version 1$/m)]);
    expect((await tandem(['kb', 'list', tenant, '--tag', 'car'])).stdout).toMatch(
      /^Parking\? +In the yard +car, shop$/m,
    );
    const search = await tandem(['kb', 'search', tenant, 'where is the parking?']);
    expect(search.stdout).toMatch(/^4 +2 +Parking\?/m);
    expect(search.stdout).toContain('0 left out');
    const stale = await tandem(['kb', 'import', tenant, csv, '--skip-bad-rows', '--if-version', '0']);
    expect([stale.exitCode, stale.stderr]).toEqual([1, expect.stringContaining('version 1')]);
  }, 120_000);

  it('exports to files and pipes, and takes both back', async () => {
    const tenant = await mint();
    const markdown = '## Hours?\n\nTags: shop\n\n9 to 6\n';
    expect((await tandem(['kb', 'import', tenant, '-', '--format', 'markdown'], markdown)).exitCode).toBe(0);
    expect((await tandem(['kb', 'export', tenant, '--format', 'markdown'])).stdout).toBe(markdown);
    for (const name of ['a.csv', 'a.xlsx']) {
      const path = join(folder, name);
      const saved = await tandem(['kb', 'export', tenant, '-o', path]);
      expect([saved.exitCode, saved.stdout]).toEqual([0, `1 entries of version 1 in ${path}\n`]);
      const again = await tandem(['kb', 'import', tenant, path, '--mode', 'replace', '--json']);
      expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'unchanged', unchanged: 1 });
    }
    expect((await readFile(join(folder, 'a.xlsx'))).subarray(0, 2).toString()).toBe('PK');
  }, 120_000);

  it.each([
    ['a file whose format nobody knows', ['import', 'faq.txt']],
    ['standard input without a format', ['import', '-']],
    ['a file that is not there', ['import', 'nowhere.csv']],
    ['a mode that is none', ['import', 'faq.csv', '--mode', 'mix']],
    ['a file of another format', ['import', '-', '--format', 'xlsx']],
  ])('ends with 2 and what to do for %s', async (_what, [verb = '', ...rest]) => {
    const { exitCode, stdout, stderr } = await tandem(['kb', verb, await mint(), ...rest], 'question,answer');
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });
});
