import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { runSyncJob, type SyncContext } from '@tandem/core/sync';
import { Database, openConnection } from '@tandem/db';
import { createIntegrations } from '@tandem/integrations';
import { isPublicAddress } from '@tandem/integrations/http';
import { newId } from '@tandem/runtime';
import type { LaneKey, TenantId } from '@tandem/schemas';
import { openTestDatabase, TestClock, testSealer } from '@tandem/testkit';
import type { AdminDeps } from '../src/admin/context.ts';
import { createAdminApp } from '../src/admin/create-admin-app.ts';
import { createSubscriptions } from '../src/admin/create-subscriptions.ts';
import { healthyVitals } from './healthy-vitals.ts';

const noCloud: SyncContext['cloud'] = {
  openStore: () => {
    throw new Error('this test has no cloud');
  },
  openAdmin: () => {
    throw new Error('this test has no cloud');
  },
};

/** The admin app over this run's database, with what it tells the rest of the world kept for the test to see. */
export function openAdmin(
  input: {
    installation?: Partial<AdminDeps['installation']>;
    databaseUrl?: string;
    /** Lays something over the upstreams' set-up. */
    upstreams?: (real: Pick<AdminDeps, 'setUps' | 'cloud'>) => Pick<AdminDeps, 'setUps' | 'cloud'>;
    cloud?: SyncContext['cloud'];
    subscriptions?: { perKeyMax?: number; perProcessMax?: number };
  } = {},
) {
  const statements: string[] = [];
  const onStatement = (text: string) => void statements.push(text);
  const { databaseUrl: url } = input;
  const database =
    url === undefined ? openTestDatabase({ onStatement }) : new Database({ url, poolSize: 1, onStatement });
  const clock = new TestClock(new Date());
  const told = {
    changes: [] as { tenantId: TenantId; revision: number }[],
    lanes: [] as LaneKey[],
    jobs: [] as { tenantId: TenantId; syncRunId: string }[],
    /** How often subscriptions had looked and found no end. */
    pauses: 0,
    lines: [] as { level: string; fields: Record<string, unknown> }[],
  };
  const log = (level: string) => (fields: Record<string, unknown>) => void told.lines.push({ level, fields });
  const integrations = createIntegrations({ allowPrivate: true });
  let redis: 'up' | 'away' = 'up';
  const drain = new AbortController();
  let queue: 'queued' | 'unavailable' = 'queued';
  const deps: AdminDeps = {
    database,
    sealer: testSealer,
    open: (tenantId, connection) => openConnection(testSealer, { tenantId, connection }),
    installation: {
      publicUrl: 'https://tandem.test',
      chatwoot: { baseUrl: `https://chat-${randomBytes(6).toString('hex')}.test`, accountId: 1 },
      botpress: { dialect: 'chat_api' },
      allowPrivate: false,
      isPublicAddress,
      ...input.installation,
    },
    ...(input.upstreams?.(integrations) ?? { setUps: integrations.setUps, cloud: integrations.cloud }),
    integrations,
    vitals: healthyVitals({ database, integrations }),
    wait: async () => {},
    tenantPurgeDays: 30,
    subscriptions: createSubscriptions({
      stopping: drain.signal,
      wait: async (_delayMs, signal) => {
        told.pauses += 1;
        await sleep(10, undefined, { signal });
      },
      ...input.subscriptions,
    }),
    rootKey: `root-${randomBytes(16).toString('hex')}`,
    now: () => clock.now(),
    newId,
    notifyChange: (tenantId, revision) => void told.changes.push({ tenantId, revision }),
    wakeLanes: (lanes) => void told.lanes.push(...lanes),
    enqueueSync: async (job) => {
      told.jobs.push(job);
      return queue;
    },
    viewQueues: async () => (redis === 'up' ? [] : null),
    log: { info: log('info'), warn: log('warn'), error: log('error') },
  };
  const syncContext: SyncContext = {
    ...deps,
    cloud: input.cloud ?? noCloud,
    wait: async () => {},
    worker: 'test-worker',
    leaseMs: 12_000,
  };
  const app = createAdminApp(deps);

  return {
    app,
    deps,
    database,
    clock,
    told,
    statements,
    /** What a worker would do; answers the jobs that were waiting. */
    runJobs: async () => {
      const jobs = told.jobs.splice(0);
      for (const job of jobs) await runSyncJob.perform(syncContext, job);
      return jobs;
    },
    losesRedis: () => {
      redis = 'away';
    },
    drains: () => drain.abort(),
    losesTheQueue: () => {
      queue = 'unavailable';
    },
    /** `body`: sent as JSON, a string as it is. `key`: the root key when not given, null for none. */
    call: async (
      method: string,
      path: string,
      request: { body?: unknown; key?: string | null; headers?: Record<string, string> } = {},
    ): Promise<{ status: number; headers: Headers; body: ReturnType<typeof JSON.parse> }> => {
      const { body, key = deps.rootKey, headers } = request;
      const response = await app.request(path, {
        method,
        headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: JSON.parse(text === '' ? 'null' : text),
      };
    },
    close: async () => void (await Promise.all([database.close(), integrations.close()])),
  };
}

export type Admin = ReturnType<typeof openAdmin>;

/** A tenant with a key of each role. */
export async function mintTenantWithKeys(admin: Admin) {
  const created = await admin.call('POST', '/api/chatbot/tenants', { body: { name: 'Acme Inc' } });
  const tenantId: TenantId = created.body.tenant.id;
  const path = `/api/chatbot/tenants/${tenantId}`;
  const keyOf = async (role: string): Promise<string> =>
    (await admin.call('POST', `${path}/keys`, { body: { name: role, role } })).body.secret;
  const keys = { owner: await keyOf('owner'), admin: await keyOf('admin'), agent: await keyOf('agent') };
  return { tenantId, path, keys };
}
