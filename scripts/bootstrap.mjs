// The entry of every root command. Runs on the machine's own Node (20 or newer) before anything is installed: brings the
// dependencies up to date through pnpm, then runs the wanted TypeScript file with the workspace's Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const nodeAtLeast = 20;
const targets = {
  start: ['scripts/start.ts'],
  test: ['scripts/test.ts'],
  verify: ['scripts/verify.ts'],
  serve: ['scripts/serve.ts', 'api', 'worker'],
  'serve:api': ['scripts/serve.ts', 'api'],
  'serve:worker': ['scripts/serve.ts', 'worker'],
  bench: ['bench/main.ts'],
  chaos: ['chaos/main.ts'],
  bundle: ['scripts/bundle.ts'],
  tandem: ['apps/admin-cli/src/main.ts'],
  install: [],
};

const [command = '', ...given] = process.argv.slice(2);
// npm takes the "--" before the arguments away, pnpm passes it on.
const rest = given[0] === '--' ? given.slice(1) : given;
await main();

async function main() {
  const target = targets[command];
  if (target === undefined)
    fail(`unknown command "${command}"`, `use one of: ${Object.keys(targets).join(', ')}`);
  if (Number(process.versions.node.split('.')[0]) < nodeAtLeast) {
    fail(
      `Node ${process.versions.node} is too old`,
      `install Node ${nodeAtLeast} or newer and run this again`,
    );
  }
  await installDependencies();
  if (target.length > 0) await run(target);
}

/** Nothing but a hash when the installed state matches the lock file and the manifests. */
async function installDependencies() {
  const stamp = join(root, 'node_modules/.tandem-install');
  const wanted = hashOfManifests();
  if (existsSync(workspaceNode()) && readIfThere(stamp) === wanted) return;

  const version = readJson('package.json').packageManager.split('@')[1];
  const startedAt = performance.now();
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  say(`dependencies: installing with pnpm ${version} …`);
  const stillBusy = setInterval(() => say(`dependencies: still installing (${elapsed()})`), 10_000);
  const logPath = join(root, '.data/logs/install.log');
  const result = await runLogged(
    'npx',
    ['--yes', `pnpm@${version}`, 'install', '--frozen-lockfile', '--reporter=append-only'],
    logPath,
  );
  clearInterval(stillBusy);
  if (result.interrupted) process.exit(130);
  if (result.code !== 0) {
    fail(
      `dependencies: pnpm failed after ${elapsed()}\n${result.tail}`,
      `check the network and npm's registry setting; if the lock file is out of date, run: npx pnpm@${version} install (log: ${logPath})`,
    );
  }
  writeFileSync(stamp, wanted);
  say(`dependencies: ready (${elapsed()})`);
}

function runLogged(file, args, logPath) {
  mkdirSync(dirname(logPath), { recursive: true, mode: 0o700 });
  const log = createWriteStream(logPath);
  return new Promise((resolve) => {
    // CI: pnpm must never stop to ask a question.
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, CI: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let tail = '';
    let interrupted = false;
    const keep = (chunk) => {
      log.write(chunk);
      tail = (tail + chunk).slice(-1500);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const stopForwarding = forwardSignals(child, () => {
      interrupted = true;
    });
    const end = (code, text) => {
      stopForwarding();
      log.end();
      resolve({ code, tail: text.trim(), interrupted });
    };
    child.once('error', (error) => end(1, `${file}: ${error.message}`));
    child.once('close', (code) => end(code ?? 1, tail));
  });
}

async function run([script, ...presets]) {
  if (!existsSync(join(root, script))) fail(`${script} is missing`, 'restore it from git');
  const child = spawn(workspaceNode(), [join(root, script), ...presets, ...rest], {
    cwd: root,
    stdio: 'inherit',
    // What the command starts by name runs on the workspace's Node too.
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}` },
  });
  const stopForwarding = forwardSignals(child, () => {});
  const stopWatching = endWithLauncher(child);
  const [code, signal] = await new Promise((resolve) => {
    child.once('error', (error) =>
      fail(`${workspaceNode()}: ${error.message}`, 'remove node_modules and run this again'),
    );
    child.once('exit', (...how) => resolve(how));
  });
  stopForwarding();
  stopWatching();
  if (signal === null) process.exit(code ?? 1);
  process.kill(process.pid, signal);
}

/** The child decides how to end on a signal, and this process ends with it. */
function forwardSignals(child, onSignal) {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forward = (signal) => {
    onSignal();
    child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}

/** A killed npm cannot pass a signal on: under npm or pnpm, losing the parent means stop. */
function endWithLauncher(child) {
  if (process.env.npm_lifecycle_event === undefined) return () => {};
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  return () => clearInterval(watch);
}

function workspaceNode() {
  return join(root, 'node_modules/node/bin/node');
}

function hashOfManifests() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  const folders = [
    '.',
    'bench',
    'chaos',
    'e2e',
    'scripts',
    ...childFolders('apps'),
    ...childFolders('packages'),
  ];
  const files = [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...folders.map((folder) => join(folder, 'package.json')),
  ];
  for (const file of files) hash.update(`${file}\n${readIfThere(join(root, file)) ?? ''}\n`);
  return hash.digest('hex');
}

function childFolders(parent) {
  return readdirSync(join(root, parent))
    .sort()
    .map((name) => join(parent, name));
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(what, cure) {
  say(`error: ${what}\n  cure: ${cure}`);
  process.exit(1);
}
