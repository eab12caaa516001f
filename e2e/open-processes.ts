import { composeApi } from '@tandem/api/compose';
import { createScratchDatabase } from '@tandem/db/scratch';
import { createLogger, type Logger, Resources } from '@tandem/runtime';
import { zApiEnvironment, zWorkerEnvironment } from '@tandem/schemas';
import { createRegistry } from '@tandem/telemetry';
import { testDatabaseUrl } from '@tandem/testkit';
import { limitsOff } from '@tandem/testkit/limits-off';
import { composeWorker } from '@tandem/worker';

/** One api or worker, composed in this test's process with an environment of its own. */
export interface OneProcess {
  /** Of a worker: always 503. */
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

export interface Processes {
  databaseUrl: string;
  redisUrl: string;
  rootKey: string;
  api(environment: Record<string, string>, more?: { now?: () => Date; log?: Logger }): Promise<OneProcess>;
  worker(environment: Record<string, string>, more?: { log?: Logger }): Promise<OneProcess>;
  /** Closes what is still open, and drops the database. */
  close(): Promise<void>;
}

const silent = createLogger({ name: 'e2e', level: 'silent' });
const rootKey = 'a-root-key-of-the-tests';

/** Processes around one database of their own, to be started and stopped one by one. `redisDatabase`: no other test's. */
export async function openProcesses(redisDatabase: number): Promise<Processes> {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  const redis = new URL(process.env.REDIS_URL ?? '');
  redis.pathname = `/${redisDatabase}`;
  const common = {
    DATABASE_URL: scratch.url,
    REDIS_URL: redis.href,
    TANDEM_ROOT_KEY: rootKey,
    UPSTREAM_ALLOW_PRIVATE: 'true',
    ...limitsOff,
  };
  const running = new Set<OneProcess>();
  const start = async (
    compose: (resources: Resources) => Promise<OneProcess['request']>,
  ): Promise<OneProcess> => {
    const resources = new Resources();
    try {
      const answer = await compose(resources);
      const underWay = new Set<Promise<Response>>();
      const one: OneProcess = {
        request: async (path, init) => {
          const answered = answer(path, init).finally(() => underWay.delete(answered));
          underWay.add(answered);
          return await answered;
        },
        // As `listen` does it: what is under way is answered first.
        close: async () => {
          running.delete(one);
          await Promise.allSettled(underWay);
          await resources.close();
        },
      };
      running.add(one);
      return one;
    } catch (error) {
      await resources.close();
      throw error;
    }
  };
  return {
    databaseUrl: scratch.url,
    redisUrl: redis.href,
    rootKey,
    api: (environment, { now, log = silent } = {}) =>
      start(async (resources) => {
        const { app } = await composeApi({
          environment: zApiEnvironment.parse({ ...common, ...environment }),
          log,
          resources,
          stopping: new AbortController().signal,
          ...(now && { now }),
        });
        return async (path, init) => await app.request(path, init);
      }),
    worker: (environment, { log = silent } = {}) =>
      start(async (resources) => {
        await composeWorker({
          environment: zWorkerEnvironment.parse({ ...common, ...environment }),
          log,
          resources,
          stopping: new AbortController().signal,
          registry: createRegistry({ process: 'worker' }),
        });
        return async () => new Response('a worker serves nothing', { status: 503 });
      }),
    close: async () => {
      for (const one of [...running]) await one.close();
      await scratch.drop();
    },
  };
}
