import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { spawnGroup } from './processes/spawn-group.ts';
import { startStores } from './processes/start-stores.ts';
import { step } from './processes/step.ts';
import { type Closing, stopOnce } from './processes/stop-once.ts';
import { root } from './root.ts';
import { closingLine, countResults } from './testing/count-results.ts';
import { findOrInstallChromium, needsBrowser } from './testing/find-or-install-chromium.ts';

/** `npm test [-- vitest's arguments]`: the whole suite against real stores; the last line counts it. */
await stopOnce({ interruptedCode: 130 }, (closing) => test(closing, process.argv.slice(2)));

async function test(closing: Closing, args: readonly string[]): Promise<number> {
  const browser = needsBrowser(args) ? { CHROMIUM_PATH: await browserPath() } : {};
  const dataDirs = [1, 2, 3, 4].map((slot) => join(root, slot === 1 ? '.data/test' : `.data/test-${slot}`));
  const stores = await startStores(closing, { dataDirs, isFresh: true, environment: process.env });
  const reportPath = join(stores.dataDir, 'report.json');
  mkdirSync(stores.dataDir, { recursive: true, mode: 0o700 });
  rmSync(reportPath, { force: true });
  const vitest = spawnGroup({
    name: 'vitest',
    file: process.execPath,
    arguments: [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportPath}`,
      ...args,
    ],
    environment: {
      ...process.env,
      ...browser,
      DATABASE_URL: stores.databaseUrl,
      REDIS_URL: stores.redisUrl,
    },
    folder: root,
    output: { kind: 'raw' },
    graceMs: 5_000,
  });
  closing.add(vitest.stop, vitest.kill);
  closing.signal.addEventListener('abort', () => void vitest.stop(), { once: true });
  const ending = await vitest.ended;
  const report = existsSync(reportPath) ? readFileSync(reportPath, 'utf8') : null;
  const counts = countResults({ report, exitCode: ending.code });
  if (closing.signal.aborted) return 130;
  process.stdout.write(`\n${closingLine(counts)}\n`);
  return counts.failed > 0 ? ending.code || 1 : 0;
}

function browserPath(): Promise<string> {
  const cure =
    'install chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH to a Chromium or Chrome';
  return step({ name: 'browser', cure }, async (report) => findOrInstallChromium(report));
}
