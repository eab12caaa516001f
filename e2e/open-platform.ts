import { composeApi } from '@tandem/api/compose';
import { Database, type TenantScope, type Trail } from '@tandem/db';
import { createScratchDatabase } from '@tandem/db/scratch';
import { createLogger, Resources } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { zApiEnvironment, zWorkerEnvironment } from '@tandem/schemas';
import { createRegistry } from '@tandem/telemetry';
import { testDatabaseUrl, testEncryptionKeys } from '@tandem/testkit';
import { composeWorker } from '@tandem/worker';

/** What Tandem said to one webhook. */
export interface Answered {
  status: number;
  body: { status?: string; reason?: string; id?: string };
}

export interface Webhook {
  url: string;
  headers: Record<string, string>;
  body: string | Buffer<ArrayBuffer>;
}

/** The api and a worker in this process, around a database of their own. */
type Registries = Record<'api' | 'worker', ReturnType<typeof createRegistry>>;

export interface Platform {
  /** What each process shows at `/metrics`. */
  registries: Registries;
  database: Database;
  /** Where the webhook routes are; nobody listens there: hand `poster` to the fakes. */
  urlOf(provider: 'chatwoot' | 'botpress', webhookKey: string): string;
  post(webhook: Webhook): Promise<Answered>;
  /** Carries a fake's webhooks into the api. */
  poster: { post(webhook: Webhook): Promise<number>; close(): Promise<void> };
  /** All that was answered to the fakes' webhooks, in order. */
  answered: (Answered & { url: string })[];
  trail(scope: TenantScope, id: string): Promise<Trail>;
  scope(tenantId: TenantId): TenantScope;
  /** A call of the admin API with the root key. */
  admin(method: string, path: string, body?: unknown): Promise<Response>;
  databaseUrl: string;
  redisUrl: string;
  close(): Promise<void>;
}

/** Wakes of other tests' lanes stay in other databases of the same Redis. */
const redisDatabase = 12;
const origin = 'http://tandem.test';

export async function openPlatform(): Promise<Platform> {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  const resources = new Resources();
  resources.defer('scratch database', () => scratch.drop());
  const database = resources.use('test database', new Database({ url: scratch.url, poolSize: 4 }), (one) =>
    one.close(),
  );
  const redisUrl = new URL(process.env.REDIS_URL ?? '');
  redisUrl.pathname = `/${redisDatabase}`;
  const environment = {
    DATABASE_URL: scratch.url,
    REDIS_URL: redisUrl.href,
    TANDEM_ROOT_KEY: 'a-root-key-of-the-tests',
    TANDEM_ENCRYPTION_KEYS: testEncryptionKeys,
    UPSTREAM_ALLOW_PRIVATE: 'true',
    LIMIT_INBOX_SOFT_PER_MIN: '0',
    LIMIT_INBOX_HARD_PER_MIN: '0',
    LIMIT_TENANT_SOFT_PER_MIN: '0',
    LIMIT_TENANT_HARD_PER_MIN: '0',
  };
  const log = createLogger({ name: 'e2e', level: 'silent' });
  const stopping = new AbortController().signal;
  const { app, registry: apiRegistry } = await composeApi({
    environment: zApiEnvironment.parse(environment),
    log,
    resources,
    stopping,
  });
  const registry = createRegistry({ process: 'worker' });
  await composeWorker({
    environment: zWorkerEnvironment.parse(environment),
    log,
    resources,
    stopping,
    registry,
  });

  const answered: Platform['answered'] = [];
  const post = async ({ url, headers, body }: Webhook): Promise<Answered> => {
    const response = await app.request(url, { method: 'POST', headers, body });
    // Every route answers JSON, refusals too.
    return { status: response.status, body: (await response.json()) as Answered['body'] };
  };
  return {
    registries: { api: apiRegistry, worker: registry },
    database,
    urlOf: (provider, webhookKey) => `${origin}/api/webhooks/chatbot/${provider}/${webhookKey}`,
    post,
    poster: {
      async post(webhook) {
        const answer = await post(webhook);
        answered.push({ ...answer, url: webhook.url });
        return answer.status;
      },
      close: async () => {},
    },
    answered,
    scope: (tenantId) => database.enter(tenantId),
    admin: async (method, path, body) =>
      await app.request(path, {
        method,
        headers: { authorization: `Bearer ${environment.TANDEM_ROOT_KEY}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    databaseUrl: scratch.url,
    redisUrl: redisUrl.href,
    async trail(scope, id) {
      const trail = await scope.trails.find({ by: 'id', id });
      if (!trail) throw new Error(`there is no trail of ${id}`);
      return trail;
    },
    close: () => resources.close(),
  };
}
