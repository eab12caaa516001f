import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleApps } from '../../scripts/bundling/bundle-apps.ts';

/** The api and the worker as the image and `npm run serve` run them, in a folder that goes when this process ends. */
export async function bundlePrograms(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await bundleApps({ folder, names: ['api', 'worker'] });
  return folder;
}
