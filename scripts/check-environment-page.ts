import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './checks/finding.ts';
import { environmentPage } from './pages/environment-page.ts';

/** docs/environment.md shows every variable as the processes read it. */
export function checkEnvironmentPage(input: { root: string }): Finding[] {
  const file = 'docs/environment.md';
  const path = join(input.root, file);
  const kept = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (kept === environmentPage()) return [];
  return [
    { file, problem: 'is not what the schemas say', cure: 'run node scripts/write-environment-page.ts' },
  ];
}
