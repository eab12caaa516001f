import { readFileSync } from 'node:fs';

/** For each store: the URL the environment names, or `true` for a private one. */
export function chooseStores(environment: NodeJS.ProcessEnv): {
  mariadb: true | string;
  redis: true | string;
} {
  return {
    mariadb: readVariable(environment, 'DATABASE_URL') ?? true,
    redis: readVariable(environment, 'REDIS_URL') ?? true,
  };
}

/** A variable by its name or from the file that `NAME_FILE` names; undefined when neither is given. */
export function readVariable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  const path = environment[`${name}_FILE`];
  return path === undefined || path === '' ? undefined : readFileSync(path, 'utf8').trim();
}
