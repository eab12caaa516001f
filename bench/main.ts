import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundlePrograms } from '../scripts/bundling/bundle-programs.ts';
import { root } from '../scripts/root.ts';
import { type BenchPlatform, startBenchPlatform } from './platform/bench-platform.ts';
import { printFigures } from './print-figures.ts';
import { measureAccepts } from './sections/accept-ratio.ts';
import { measureFlood } from './sections/flood.ts';
import { measureImport } from './sections/knowledge-import.ts';
import { measureOnboarding } from './sections/onboarding.ts';
import { measureSync } from './sections/sync.ts';
import { measureTenantCount } from './sections/tenant-count.ts';
import { measureTurns } from './sections/turns.ts';

const sections = ['accepts', 'turns', 'tenants', 'flood', 'sync', 'import', 'onboarding'] as const;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    seconds: { type: 'string', default: '8' },
    onboard: { type: 'string', default: '1000' },
  },
});
const chosen = sections.filter((section) => !values.only || values.only.split(',').includes(section));
const seconds = Number(values.seconds);
const onboard = Number(values.onboard);
if (chosen.length === 0 || !(seconds >= 1) || !(onboard >= 10)) {
  const only = `[--only ${sections.join(',')}]`;
  process.stderr.write(`usage: npm run bench -- [--json] ${only} [--seconds 8] [--onboard 1000]
--seconds: of one window of accepts (three) and turns (five); --onboard: how many tenants
`);
  process.exit(2);
}

const report = (line: string): void => void process.stderr.write(`bench: ${line}\n`);

report('bundling the api and the worker, as the image and npm run serve run them');
const programFolder = join(root, '.data/bench-programs');
await bundlePrograms({ folder: programFolder, names: ['api', 'worker'] });

/** Runs `work` on private stores of its own, which end with it. */
async function onPlatform<Result>(
  dataDir: string,
  work: (platform: BenchPlatform) => Promise<Result>,
): Promise<Result> {
  const platform = await startBenchPlatform({ dataDir, programFolder, report });
  try {
    await platform.run('packages/db/src/migrate-main.ts', [], { DATABASE_URL: platform.stores.databaseUrl });
    return await work(platform);
  } finally {
    await platform.close();
  }
}

const figures: Parameters<typeof printFigures>[0] = {};
if (chosen.includes('accepts')) {
  report('accepts per second, and the ack at 1,000/s');
  figures.accepts = await onPlatform('.data/bench', (platform) => measureAccepts(platform, { seconds }));
}
if (chosen.includes('turns')) {
  report('complete turns per second, with and without Redis');
  figures.turns = await onPlatform('.data/bench', (platform) => measureTurns(platform, { seconds }));
}
if (chosen.includes('tenants')) {
  report('accepts with 10 and with 100,000 tenants');
  figures.tenants = await onPlatform('.data/bench', (few) =>
    onPlatform('.data/bench-many', (many) => measureTenantCount({ few, many })),
  );
}
if (chosen.includes('flood')) {
  report('turn times of twenty tenants, alone and while one asks for a hundred times as much');
  figures.flood = await onPlatform('.data/bench', (platform) => measureFlood(platform));
}
if (chosen.includes('sync')) {
  report('sync of 10,000 unchanged tenants');
  figures.sync = await onPlatform('.data/bench', measureSync);
}
if (chosen.includes('import')) {
  report('10,000 knowledge entries from CSV, twice');
  figures.import = await onPlatform('.data/bench', measureImport);
}
if (chosen.includes('onboarding')) {
  report(`${onboard} tenants onboarded from CSV, killed twice`);
  figures.onboarding = await onPlatform('.data/bench', (platform) =>
    measureOnboarding(platform, { tenants: onboard }),
  );
}
process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : printFigures(figures));
