import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootKey } from '../../../api/test/open-api.ts';
import { type OnboardingRig, openOnboarding } from '../../../api/test/open-onboarding.ts';
import { runTandem } from '../../test/run-tandem.ts';

const main = resolve(import.meta.dirname, '../main.ts');
let rig: OnboardingRig;
let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  rig = await openOnboarding();
  folder = await mkdtemp(join(tmpdir(), 'tandem-onboard-'));
  environment = { TANDEM_URL: rig.url, TANDEM_KEY: rootKey };
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true });
});

const tandem = (...args: string[]) => runTandem(args, { environment });
const write = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

/** Kills the program, and nothing is tidied up, once it has told of so many rows. */
async function killAfter(rows: number, args: string[]): Promise<void> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [main, ...args], { env: { PATH, ...environment } });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
    if (told.split('\n').length > rows) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
}

describe('tandem onboard', () => {
  it('sets one tenant up, says what to look at, and shows the last report', async () => {
    const tenant = await rig.mintTenant();
    const body = { chatwoot: { ...rig.mintAccount(), inboxChannel: 'api' }, botpress: rig.mintWorkspace() };
    const file = await write('one.json', JSON.stringify(body));
    const { exitCode, stdout, stderr } = await tandem('onboard', tenant, file);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^chatwoot\.attach +created +bot \d+ answers inbox \d+/m);
    expect(stdout).toMatch(/^self-test\.chatwoot +found +accepted, proved by signature$/m);
    expect(stdout).toContain('To look at: PUBLIC_URL is a private address');
    expect((await tandem('onboard', tenant)).stdout).toBe(stdout);
  });

  it('ends with 1 and the step that failed, and with 2 for a file that cannot be used', async () => {
    const tenant = await rig.mintTenant();
    const wrong = { chatwoot: { ...rig.mintAccount(), adminToken: 'hunter2' } };
    const refused = await tandem('onboard', tenant, await write('wrong.json', JSON.stringify(wrong)));
    expect([refused.exitCode, refused.stdout]).toEqual([1, expect.stringMatching(/chatwoot.token +failed/)]);
    const csv = await write('bad.csv', 'slug,chatwoot_account_id\nacme,x');
    const bad = await tandem('onboard', '--csv', csv);
    expect([bad.exitCode, bad.stderr]).toEqual([2, expect.stringContaining('line 2, chatwoot_account_id')]);
  });

  it('sets many up from CSV; killed twice, it goes on and makes nothing twice', async () => {
    const tenants = 24;
    const accounts = [rig.mintAccount(), rig.mintAccount()];
    const workspace = rig.mintWorkspace();
    const columns = [
      'slug,name,chatwoot_base_url,chatwoot_account_id,chatwoot_admin_token,chatwoot_inbox_channel',
      'botpress_token,botpress_workspace_id,botpress_api_url',
    ];
    const stem = folder.slice(-6).toLowerCase();
    const lines = Array.from({ length: tenants }, (_, index) => {
      const { baseUrl, accountId, adminToken } = accounts[index % 2] ?? rig.mintAccount();
      const chatwoot = [`bulk-${stem}-${index}`, `Bulk ${index}`, baseUrl, accountId, adminToken, 'api'];
      return [...chatwoot, workspace.token, workspace.workspaceId, workspace.apiUrl].join(',');
    });
    const csv = await write('many.csv', [columns.join(','), ...lines].join('\n'));
    const args = ['onboard', '--csv', csv, '--concurrency', '4', '--per-minute', '0'];
    await killAfter(5, args);
    await killAfter(14, args);
    const { exitCode, stdout, stderr } = await tandem(...args, '--json');
    const answer = JSON.parse(stdout);
    expect([exitCode, answer.complete, answer.incomplete]).toEqual([0, tenants, 0]);
    expect(stderr).toMatch(/^24\/24 {2}line \d+ {2}\S+ {2}complete/m);

    const ids = accounts.map(({ accountId }) => accountId);
    const inboxes = rig.chatwoot.inboxes().filter(({ accountId }) => ids.includes(accountId));
    const bots = rig.chatwoot.bots().filter(({ accountId }) => ids.includes(accountId ?? 0));
    expect([inboxes.length, bots.length]).toEqual([tenants, tenants]);
    expect(new Set(inboxes.map(({ botId }) => botId)).size).toBe(tenants);
    const engineBots = rig.cloud.bots(workspace.workspaceId);
    expect(engineBots).toHaveLength(tenants);
    expect(engineBots.map(({ keys }) => keys.size)).toEqual(Array(tenants).fill(1));
    expect(new Set(answer.rows.map(({ tenant }: { tenant: string }) => tenant)).size).toBe(tenants);
  }, 60_000);
});
