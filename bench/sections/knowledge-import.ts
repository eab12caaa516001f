import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zImportAnswer } from '@tandem/schemas/admin';
import { z } from 'zod';
import type { BenchPlatform } from '../platform/bench-platform.ts';
import { cpuSeconds } from '../platform/cpu-seconds.ts';
import { productEnvironment } from '../platform/product-environment.ts';
import { runTandem } from '../platform/run-tandem.ts';
import { watchMemory } from '../platform/watch-memory.ts';

export interface ImportFigures {
  entries: number;
  fileMb: number;
  seconds: number;
  /** The same file once more, half of its answers changed. */
  mergeSeconds: number;
  /** Processor time of the api for both; null where `/proc` does not tell. */
  apiCpuSeconds: number | null;
  /** Resident memory beyond what the process held before, or, for the CLI, beyond what its help takes; the most of both runs. */
  apiRoseMb: number;
  cliRoseMb: number;
}

const entries = 10_000;
const megabyte = 1_000_000;
const zCreated = z.object({ tenant: z.object({ id: z.string() }) });

/** Imports 10,000 entries from CSV with the CLI through the api, both processes of their own, and once more with changes. */
export async function measureImport(platform: BenchPlatform): Promise<ImportFigures> {
  const port = await platform.freePort();
  const url = `http://127.0.0.1:${port}`;
  const product = productEnvironment(platform.stores);
  const environment = { ...product, PORT: String(port) };
  const api = await platform.serve('api', { environment, readyUrl: `${url}/readyz` });
  const client = { TANDEM_URL: url, TANDEM_KEY: product.TANDEM_ROOT_KEY ?? '' };
  const file = join(tmpdir(), `tandem-bench-import-${process.pid}.csv`);
  try {
    const help = await runTandem(['--help'], client);
    const created = await runTandem(['tenants', 'create', 'Bench', '--json'], client);
    const { id } = zCreated.parse(JSON.parse(created.stdout)).tenant;
    const cpuBefore = cpuSeconds(api.pid);
    const memory = watchMemory(api.pid ?? 0);
    const runs: { seconds: number; peakBytes: number }[] = [];
    let fileMb = 0;
    for (const changed of [0, entries / 2]) {
      const csv = csvOf(changed);
      fileMb = csv.length / megabyte;
      await writeFile(file, csv);
      const run = await runTandem(['kb', 'import', id, file, '--json'], client);
      const answer = zImportAnswer.parse(JSON.parse(run.stdout));
      const expected = changed === 0 ? answer.added : 2 * answer.changed;
      if (answer.total !== entries || expected !== entries)
        throw new Error('the import is not what was sent');
      runs.push(run);
    }
    const { startBytes, peakBytes } = memory.stop();
    const cpuAfter = cpuSeconds(api.pid);
    const [first, merged] = runs;
    const cliPeakBytes = Math.max(...runs.map((run) => run.peakBytes));
    return {
      entries,
      fileMb,
      seconds: first?.seconds ?? 0,
      mergeSeconds: merged?.seconds ?? 0,
      apiCpuSeconds: cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore,
      apiRoseMb: (peakBytes - startBytes) / megabyte,
      cliRoseMb: (cliPeakBytes - help.peakBytes) / megabyte,
    };
  } finally {
    await platform.stop(api);
    await rm(file, { force: true });
  }
}

/** About 1 KB a row. */
function csvOf(changed: number): string {
  const rows = Array.from({ length: entries }, (_, n) => {
    const answer = `${n < changed ? 'Now: ' : ''}${n} "is answered", ${'in a text of the usual length, '.repeat(30)}`;
    return `What about number ${n}?,"${answer.replaceAll('"', '""')}","group ${n % 50}; bench"`;
  });
  return ['question,answer,tags', ...rows].join('\r\n');
}
