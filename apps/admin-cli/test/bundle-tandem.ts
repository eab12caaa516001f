import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleApps } from '../../../scripts/bundling/bundle-apps.ts';

let bundled: Promise<string> | undefined;

/** The program as one file, as the image has it: it starts several times faster than its sources. Made once a process. */
export function bundleTandem(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

async function bundle(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-cli-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await bundleApps({ folder, names: ['tandem'] });
  return join(folder, 'tandem.mjs');
}
