import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { LoadResult } from '../load/send-load.ts';
import type { BenchPlatform } from '../platform/bench-platform.ts';
import { productEnvironment } from '../platform/product-environment.ts';
import { seedTenants } from '../platform/seed-tenants.ts';

const installation = 'http://127.0.0.1:9';
const secret = 'bench-webhook-secret';
const accountId = 1;
const connections = 64;
/** Message ids of one measurement never meet those of another: all must be stored. */
let lastMessageId = 0;

export interface AcceptSetUp {
  tenants: number;
  conversations: number;
}

/** An api with so many tenants on the installation's default Chatwoot, no worker and no upstream: accepting calls neither. */
export async function startApi(
  platform: BenchPlatform,
  tenants: number,
): Promise<{ api: ChildProcess; port: number }> {
  const inboxIds = Array.from({ length: tenants }, (_, index) => index + 1);
  await seedTenants({
    databaseUrl: platform.stores.databaseUrl,
    installation,
    accountId,
    inboxIds,
    config: {},
  });
  const port = await platform.freePort();
  const environment = {
    ...productEnvironment(platform.stores),
    PORT: String(port),
    CHATWOOT_BASE_URL: installation,
    CHATWOOT_ACCOUNT_ID: String(accountId),
    CHATWOOT_API_TOKEN: 'unused',
    CHATWOOT_WEBHOOK_SECRET: secret,
  };
  const api = await platform.serve('api', {
    environment,
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  });
  return { api, port };
}

/** The reference of the same run: verifies and parses, stores nothing. */
export async function startBareServer(
  platform: BenchPlatform,
): Promise<{ server: ChildProcess; port: number }> {
  const port = await platform.freePort();
  const readyUrl = `http://127.0.0.1:${port}/`;
  const server = await platform.start('bench/load/bare-server.ts', {
    environment: {},
    arguments: [String(port), secret],
    readyUrl,
  });
  return { server, port };
}

/** Sends signed webhooks from a process of its own. `perSecond` null: as many as are answered. */
export async function sendWebhooks(
  platform: BenchPlatform,
  input: AcceptSetUp & {
    port: number;
    path: string;
    count: number;
    perSecond: number | null;
    secondsMax: number;
  },
): Promise<LoadResult> {
  const { tenants, ...rest } = input;
  const argument = {
    ...rest,
    secret,
    accountId,
    inboxes: tenants,
    firstMessageId: lastMessageId + 1,
    connections,
  };
  lastMessageId += input.count;
  const result: LoadResult = JSON.parse(await platform.run('bench/load/main.ts', [JSON.stringify(argument)]));
  const refused = Object.keys(result.statuses).filter((status) => status !== '200');
  if (refused.length > 0) throw new Error(`${input.path} answered ${JSON.stringify(result.statuses)}`);
  return result;
}

/** Resident memory of a process, MB. */
export function residentMegabytes(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024);
}

export const productPath = '/api/webhooks/chatbot/chatwoot';
export const barePath = '/webhook';
