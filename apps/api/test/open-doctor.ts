import { runSyncJob, type SyncContext } from '@tandem/core/sync';
import { Database, openConnection } from '@tandem/db';
import { createIntegrations } from '@tandem/integrations';
import { createFakeChatApi, createFakeChatwoot, createFakeCloud } from '@tandem/integrations/fakes';
import { Resources } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import type { Diagnosis, Finding } from '@tandem/schemas/admin';
import { createScratchDatabase, testDatabaseUrl } from '@tandem/testkit/database';
import { testSealer } from '@tandem/testkit/tenants';
import { Hono } from 'hono';
import { listen } from '../src/listen.ts';
import { openApi, rootKey, type TestApi } from './open-api.ts';

/**
 * The composed api on a port with a database of its own, a Chatwoot, a Botpress Cloud and the Chat API of its bots: all
 * that the doctor looks at but workers and a proxy.
 */
export async function openDoctor() {
  const resources = new Resources();
  const scratch = await createScratchDatabase(testDatabaseUrl());
  resources.defer('database', () => scratch.drop());
  const database = new Database({ url: scratch.url, poolSize: 3 });
  resources.defer('pool', () => database.close());
  const chatwoot = createFakeChatwoot();
  const chat = createFakeChatApi();
  const cloud = createFakeCloud({
    onIntegration: (_, { webhookId, configuration }) => chat.setBot({ ...configuration, webhookId }),
  });
  resources.defer('fakes', async () => {
    await Promise.all([chatwoot.close(), chat.close(), cloud.close()]);
  });
  const [{ url: chatwootUrl }, { url: chatUrl }, { url: apiUrl }] = await Promise.all([
    chatwoot.listen(),
    chat.listen(),
    cloud.listen(),
  ]);

  let api: TestApi | null = null;
  let proxy: (path: string) => Response | null = () => null;
  const front = new Hono();
  front.all('*', (c) => {
    const answer = proxy(c.req.path);
    if (answer !== null) return answer;
    return api === null ? c.text('The api is not open yet.', 503) : api.app.fetch(c.req.raw);
  });
  const { port } = await listen(front, { port: 0, variable: 'PORT', resources, name: 'api server' });
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    DATABASE_URL: scratch.url,
    PUBLIC_URL: url,
    UPSTREAM_ALLOW_PRIVATE: 'true',
    CHATWOOT_BASE_URL: chatwootUrl,
  };
  const opened = await openApi(environment);
  const guarded = await openApi({ ...environment, UPSTREAM_ALLOW_PRIVATE: 'false' });
  api = opened;
  resources.defer('api', async () => {
    await Promise.all([opened.close(), guarded.close()]);
  });
  const integrations = createIntegrations({ allowPrivate: true });
  resources.defer('upstream connections', () => integrations.close());

  async function call(method: string, path: string, body?: object, app = opened.app) {
    const headers = { authorization: `Bearer ${rootKey}` };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await app.request(`/api/chatbot${path}`, init);
    const answer = JSON.parse(await response.text());
    if (response.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  const syncContext: SyncContext = {
    database,
    installation: { botpress: null },
    open: (tenantId, connection) => openConnection(testSealer, { tenantId, connection }),
    cloud: integrations.cloud,
    now: () => new Date(),
    wait: async () => {},
    worker: 'test-worker',
    leaseMs: 12_000,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };

  return {
    url,
    chatwoot,
    chatwootUrl,
    chat,
    chatUrl,
    cloud,
    apiUrl,
    database,
    call,
    /** Answers instead of the api whatever comes through its port. */
    setProxy(answer: typeof proxy) {
      proxy = answer;
    },
    /** What a worker would do. */
    async sync(tenantId: TenantId): Promise<void> {
      const { syncRun } = await call('POST', `/tenants/${tenantId}/config/sync`);
      await runSyncJob.perform(syncContext, { tenantId, syncRunId: syncRun.id });
    },
    async examine(tenantId: TenantId, input: { guarded?: boolean } = {}): Promise<Diagnosis> {
      const app = input.guarded ? guarded.app : opened.app;
      return await call('GET', `/tenants/${tenantId}/doctor`, undefined, app);
    },
    examineInstallation: (): Promise<Diagnosis> => call('GET', '/doctor'),
    close: () => resources.close(),
  };
}

export type DoctorRig = Awaited<ReturnType<typeof openDoctor>>;

/** What is to be looked at, `check status` of each. */
export const troublesOf = ({ findings }: { findings: readonly Finding[] }): string[] =>
  findings
    .filter(({ status }) => status === 'warn' || status === 'broken')
    .map(({ check, status }) => `${check} ${status}`)
    .sort();
