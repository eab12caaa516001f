import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readOrCreateKeys } from './keys/read-or-create-keys.ts';
import { choosePort } from './processes/choose-port.ts';
import { programArguments } from './processes/program-arguments.ts';
import { rememberProcesses } from './processes/remember-processes.ts';
import { runMigrations } from './processes/run-migrations.ts';
import { type Group, spawnGroup } from './processes/spawn-group.ts';
import { startStores } from './processes/start-stores.ts';
import { StepFailure, say, step } from './processes/step.ts';
import { type Closing, stopOnce } from './processes/stop-once.ts';
import { supervise } from './processes/supervise.ts';
import { waitReady } from './processes/wait-ready.ts';
import { root } from './root.ts';

/** `npm start`: everything from nothing, one URL at the end. */
/** Where the CLI looks for the api when nothing else is said. */
const usualPort = 3000;
const logFolder = join(root, '.data/logs');
const logOf = (name: string) => join(logFolder, `${name}.log`);
const seeLog = (name: string) => `see ${logOf(name)}`;

await stopOnce({ interruptedCode: 0 }, start);

async function start(closing: Closing): Promise<number> {
  const [argument] = process.argv.slice(2);
  if (argument !== undefined)
    throw new StepFailure(
      `npm start takes no arguments, and got ${argument}`,
      'set PORT, WORKER_PORT or SANDBOX_PORT to choose ports',
    );
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  const stores = await startStores(closing, {
    dataDirs: [join(root, '.data/start')],
    isFresh: false,
    environment: process.env,
  });
  const processes = rememberProcesses(stores.dataDir);
  await processes.endForgotten();

  const ports = await choosePorts();
  const environment = environmentOf(stores, ports);
  await runMigrations(closing, { environment });

  const groups: Group[] = [];
  const stopAll = async () => {
    await Promise.all(groups.map((group) => group.stop()));
    processes.forget();
  };
  closing.add(stopAll, () => groups.map((group) => group.kill()));
  const launch = (name: keyof typeof ports) => {
    const group = spawnGroup({
      name,
      file: process.execPath,
      arguments: programArguments(name, join(root, `apps/${name}/src/main.ts`)),
      environment,
      folder: root,
      output: { kind: 'prefixed', logPath: logOf(name), prefix: `${name.padEnd(7)} | ` },
      graceMs: 15_000,
    });
    groups.push(group);
    processes.remember(groups.map(({ pid }) => pid));
    const url = `http://127.0.0.1:${ports[name]}/readyz`;
    return step({ name, cure: seeLog(name) }, () =>
      waitReady({ group, url, timeoutMs: 60_000, cure: seeLog(name), signal: closing.signal }),
    );
  };
  await Promise.all([launch('api'), launch('worker')]);
  await launch('sandbox');

  process.stdout.write(`\nTandem is running: http://127.0.0.1:${ports.sandbox}/   (Ctrl-C ends it)\n`);
  if (ports.api !== usualPort)
    say(`The api is not at its usual port: tell the CLI with TANDEM_URL=http://127.0.0.1:${ports.api}`);
  const startAgain = (name: string) =>
    `${seeLog(name)}, if it says anything; npm start again goes on with what is stored`;
  return supervise(closing, { groups, where: startAgain });
}

async function choosePorts(): Promise<{ api: number; worker: number; sandbox: number }> {
  const api = await choosePort({ variable: 'PORT', usual: usualPort, taken: [] });
  const worker = await choosePort({ variable: 'WORKER_PORT', usual: 3001, taken: [api] });
  const sandbox = await choosePort({ variable: 'SANDBOX_PORT', usual: 3002, taken: [api, worker] });
  return { api, worker, sandbox };
}

/** What the shell sets wins over the keys and defaults of a private installation. */
function environmentOf(
  stores: { databaseUrl: string; redisUrl: string },
  ports: { api: number; worker: number; sandbox: number },
): NodeJS.ProcessEnv {
  const apiUrl = `http://127.0.0.1:${ports.api}`;
  const { DATABASE_URL_FILE: _databaseFile, REDIS_URL_FILE: _redisFile, ...shell } = process.env;
  const keys = Object.entries(readOrCreateKeys(join(root, '.data/keys.env')));
  return {
    ...Object.fromEntries(keys.filter(([name]) => shell[`${name}_FILE`] === undefined)),
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    UPSTREAM_ALLOW_PRIVATE: 'true',
    PUBLIC_URL: apiUrl,
    ...shell,
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    PORT: String(ports.api),
    WORKER_PORT: String(ports.worker),
    SANDBOX_PORT: String(ports.sandbox),
    TANDEM_API_URL: apiUrl,
  };
}
