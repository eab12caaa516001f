import { chooseStores } from '../services/choose-stores.ts';
import { DataFolderInUse, type Services, startServices } from '../services/start-services.ts';
import { StepFailure, step } from './step.ts';
import type { Closing } from './stop-once.ts';

/**
 * The stores a command runs against: those the environment names, else private ones in the first of `dataDirs` that no living
 * run holds. They end with the command.
 */
export async function startStores(
  closing: Closing,
  input: { dataDirs: readonly string[]; isFresh: boolean; environment: NodeJS.ProcessEnv },
): Promise<Services & { dataDir: string }> {
  const cure = 'read the log named above, or set DATABASE_URL and REDIS_URL to running stores';
  return step({ name: 'stores', cure }, async (report) => {
    for (const dataDir of input.dataDirs) {
      try {
        const stores = chooseStores(input.environment);
        for (const [variable, url] of [
          ['DATABASE_URL', stores.mariadb],
          ['REDIS_URL', stores.redis],
        ] as const) {
          if (url !== true) report(`using ${placeOf(url)}, which ${variable} names, and no private store`);
        }
        const services = await startServices({
          dataDir,
          ...stores,
          isFresh: input.isFresh,
          report,
          signal: closing.signal,
        });
        const killAll = () => {
          for (const store of [services.mariadb, services.redis]) void store?.kill('SIGKILL');
        };
        closing.add(services.stop, killAll);
        return { ...services, dataDir };
      } catch (error) {
        if (!(error instanceof DataFolderInUse)) throw error;
        if (dataDir !== input.dataDirs.at(-1)) continue;
        throw new StepFailure(error.message, `Ctrl-C in its terminal, or: kill ${error.ownerPid}`);
      }
    }
    throw new Error('no data folder was given');
  });
}

/** Where a store is, without who enters it. */
const placeOf = (url: string): string => {
  const parsed = URL.parse(url);
  return parsed === null ? 'a store' : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
};
