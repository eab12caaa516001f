import { targetKey, wantedHash } from '@tandem/core/sync';
import { createFakeCloud } from '@tandem/integrations/fakes';
import type { RowDataPacket } from 'mysql2/promise';
import { createPool } from 'mysql2/promise';
import { z } from 'zod';
import type { BenchPlatform } from '../platform/bench-platform.ts';
import { productEnvironment } from '../platform/product-environment.ts';
import { seedTenants } from '../platform/seed-tenants.ts';

export interface SyncFigures {
  tenants: number;
  seconds: number;
  upstreamRequests: number;
}

const tenants = 10_000;
const rowsAtOnce = 1_000;
const knowledgeHash = 'a'.repeat(64);
const zPage = z.object({ unchanged: z.int(), queued: z.int(), nextCursor: z.string().nullable() });

/**
 * Seconds from the first to the last answer of `tandem sync all` over tenants of a shared bot whose state was proven before;
 * a worker runs beside it and would do what is queued. Throws when any of them was not found unchanged.
 */
export async function measureSync(platform: BenchPlatform): Promise<SyncFigures> {
  const cloud = createFakeCloud();
  const { url: apiUrl } = await cloud.listen();
  const bot = cloud.createBot(cloud.createWorkspace());
  const inboxIds = Array.from({ length: tenants }, (_, index) => index + 1);
  const place = { installation: 'http://127.0.0.1:9', accountId: 1 };
  const { databaseUrl } = platform.stores;
  await seedTenants({ databaseUrl, ...place, inboxIds, config: {} });
  await seedProven(
    databaseUrl,
    targetKey({ botpress: { dialect: 'chat_api', settings: { apiUrl, ...bot } } }, null),
  );
  const [port, workerPort] = [await platform.freePort(), await platform.freePort()];
  const product = productEnvironment(platform.stores);
  const environment = {
    ...product,
    PORT: String(port),
    WORKER_PORT: String(workerPort),
    BOTPRESS_WEBHOOK_ID: 'bench-bot',
    BOTPRESS_ENCRYPTION_KEY: 'bench-encryption-key',
    BOTPRESS_API_URL: apiUrl,
    BOTPRESS_TOKEN: bot.token,
    BOTPRESS_BOT_ID: bot.botId,
  };
  const base = `http://127.0.0.1:${port}`;
  const api = await platform.serve('api', { environment, readyUrl: `${base}/readyz` });
  const worker = await platform.serve('worker', {
    environment,
    readyUrl: `http://127.0.0.1:${workerPort}/readyz`,
  });
  try {
    const startedAtMs = performance.now();
    const unchanged = await syncAll(base, product.TANDEM_ROOT_KEY ?? '');
    const seconds = (performance.now() - startedAtMs) / 1_000;
    if (unchanged !== tenants)
      throw new Error(`only ${unchanged} of ${tenants} tenants were found unchanged`);
    const upstreamRequests = Object.values(cloud.counters()).reduce((sum, count) => sum + count, 0);
    return { tenants, seconds, upstreamRequests };
  } finally {
    await Promise.all([platform.stop(api), platform.stop(worker)]);
    await cloud.close();
  }
}

/** Answers how many tenants were unchanged. */
async function syncAll(base: string, key: string): Promise<number> {
  let unchanged = 0;
  let cursor: string | null = null;
  do {
    const response: Response = await fetch(`${base}/api/chatbot/sync`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(cursor === null ? {} : { cursor }),
    });
    const page = zPage.parse(await response.json());
    unchanged += page.unchanged;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return unchanged;
}

/** What a first sync of each tenant would have left behind. */
async function seedProven(databaseUrl: string, key: string | null): Promise<void> {
  if (key === null) throw new Error('the installation has no bot');
  const pool = createPool({ uri: databaseUrl, connectionLimit: 1, timezone: 'Z' });
  const now = new Date();
  const proven = wantedHash({ targetKey: key, configVersion: 1, knowledgeHash });
  try {
    const [ids] = await pool.query<(RowDataPacket & { id: string })[]>('SELECT id FROM tenants');
    for (let start = 0; start < ids.length; start += rowsAtOnce) {
      const some = ids.slice(start, start + rowsAtOnce);
      await pool.query(
        'INSERT INTO config_versions (tenant_id, version, settings, knowledge_hash, actor, created_at) VALUES ?',
        [some.map(({ id }) => [id, 1, '{}', knowledgeHash, 'platform', now])],
      );
      await pool.query('INSERT INTO sync_states (tenant_id, verified_hash, verified_at) VALUES ?', [
        some.map(({ id }) => [id, proven, now]),
      ]);
    }
  } finally {
    await pool.end();
  }
}
