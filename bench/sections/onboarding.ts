import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';
import type { BenchPlatform } from '../platform/bench-platform.ts';
import { productEnvironment } from '../platform/product-environment.ts';
import { runBulk } from '../platform/run-bulk.ts';

const zReady = z.object({
  type: z.literal('ready'),
  chatwootUrl: z.string(),
  cloudUrl: z.string(),
  workspace: z.object({ workspaceId: z.string(), token: z.string() }),
  accounts: z.array(z.object({ accountId: z.number(), adminToken: z.string() })),
});
const zCounted = z.object({
  type: z.literal('counted'),
  inboxes: z.number(),
  attachedBots: z.number(),
  bots: z.number(),
  engineBots: z.number(),
  engineIntegrations: z.number(),
  engineKeys: z.number(),
  requests: z.number(),
});

export interface OnboardingFigures {
  tenants: number;
  complete: number;
  /** Things of which there is not exactly one a tenant, by name: how many too many, or too few. */
  odd: Record<string, number>;
  /** Of each run: two that were killed, the one that finished, and one that found everything done. */
  seconds: number[];
  requestsPerTenant: number;
}

const accountCount = 10;

/**
 * Onboards many tenants from CSV. The api and the CLI are killed at a third and again at two thirds, with rows under way;
 * the third run finishes, a fourth finds everything done.
 */
export async function measureOnboarding(
  platform: BenchPlatform,
  { tenants }: { tenants: number },
): Promise<OnboardingFigures> {
  const upstreams = platform.fork('bench/upstreams/onboarding.ts', [String(accountCount)]);
  const next = async () => (await once(upstreams, 'message'))[0] as unknown;
  const ready = zReady.parse(await next());
  const csv = join(tmpdir(), `tandem-bench-${process.pid}.csv`);
  await writeFile(csv, csvOf(ready, tenants), { mode: 0o600 });

  const port = await platform.freePort();
  const url = `http://127.0.0.1:${port}`;
  const product = productEnvironment(platform.stores);
  const environment = { ...product, PORT: String(port), PUBLIC_URL: url };
  const startApi = () => platform.serve('api', { environment, readyUrl: `${url}/readyz` });
  const client = { TANDEM_URL: url, TANDEM_KEY: product.TANDEM_ROOT_KEY ?? '' };
  const bulk = (killAfter: number | null) => runBulk({ csv, environment: client, killAfter });

  let api = await startApi();
  const seconds: number[] = [];
  try {
    for (const share of [1 / 3, 2 / 3]) {
      seconds.push((await bulk(Math.floor(tenants * share))).seconds);
      await kill(api);
      api = await startApi();
    }
    const finished = await bulk(null);
    seconds.push(finished.seconds, (await bulk(null)).seconds);
    upstreams.send({ type: 'count' });
    const { type: _, requests, ...counted } = zCounted.parse(await next());
    const stored = await countRows(platform.stores.databaseUrl);
    const odd = Object.entries({ ...counted, ...stored })
      .map(([name, count]) => [name, count - expected(name, tenants)] as const)
      .filter(([, difference]) => difference !== 0);
    const { complete } = z.object({ complete: z.number() }).parse(JSON.parse(finished.stdout));
    return {
      tenants,
      complete,
      odd: Object.fromEntries(odd),
      seconds,
      requestsPerTenant: requests / tenants,
    };
  } finally {
    await Promise.all([platform.stop(api), platform.stop(upstreams)]);
  }
}

/** Each tenant has one of everything, and a connection to either upstream. */
const expected = (name: string, tenants: number): number => (name === 'connections' ? 2 * tenants : tenants);

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function csvOf(ready: z.output<typeof zReady>, tenants: number): string {
  const { chatwootUrl, cloudUrl, workspace, accounts } = ready;
  const columns = [
    'slug,name,chatwoot_base_url,chatwoot_account_id,chatwoot_admin_token,chatwoot_inbox_channel',
    'botpress_token,botpress_workspace_id,botpress_api_url',
  ];
  const lines = Array.from({ length: tenants }, (_, index) => {
    const { accountId, adminToken } = accounts[index % accounts.length] ?? { accountId: 0, adminToken: '' };
    const chatwoot = [`tenant-${index}`, `Tenant ${index}`, chatwootUrl, accountId, adminToken, 'api'];
    return [...chatwoot, workspace.token, workspace.workspaceId, cloudUrl].join(',');
  });
  return [columns.join(','), ...lines].join('\n');
}

async function countRows(databaseUrl: string): Promise<Record<'tenants' | 'connections' | 'routes', number>> {
  const pool = createPool({ uri: databaseUrl, connectionLimit: 1 });
  const count = async (table: string): Promise<number> => {
    const [rows] = await pool.query<RowDataPacket[]>(`SELECT COUNT(*) AS count FROM ${table}`);
    return Number(rows[0]?.count);
  };
  try {
    return {
      tenants: await count('tenants'),
      connections: await count('connections'),
      routes: await count('inbox_routes'),
    };
  } finally {
    await pool.end();
  }
}
