import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDashboards } from './check-dashboards.ts';
import { checkDocPaths } from './check-doc-paths.ts';
import { checkImports } from './check-imports.ts';
import { checkLists } from './check-lists.ts';
import { checkPromises } from './check-promises.ts';
import { type Finding, printFinding } from './checks/finding.ts';
import { root } from './root.ts';

/** `pnpm verify`: what can be held against the tree without stores. Every part runs, even after one has failed. */
const parts: Record<string, () => string | null> = {
  'import table': () => print(checkImports({ root })),
  lists: () => print(checkLists({ root })),
  'doc paths': () => print(checkDocPaths({ root })),
  dashboards: () => print(checkDashboards({ root })),
  promises: () => print(checkPromises({ root })),
  'format and lint': () => run('node_modules/.bin/biome', ['ci', '--colors=off', '--max-diagnostics=50']),
  types: checkTypes,
};

process.exitCode = Object.entries(parts).filter(([name, check]) => !isClean(name, check)).length > 0 ? 1 : 0;

function isClean(name: string, check: () => string | null): boolean {
  const startedAt = performance.now();
  const problem = check();
  const elapsed = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  process.stdout.write(
    problem === null ? `${name}: ok (${elapsed})\n` : `${name}: FAILED (${elapsed})\n${problem}\n`,
  );
  return problem === null;
}

function print(findings: readonly Finding[]): string | null {
  return findings.length === 0 ? null : findings.map(printFinding).join('\n');
}

/** tsc per package, type tests (`*.test-d.ts`) with it; turbo passes over what has not changed. */
function checkTypes(): string | null {
  const turbo = [
    'run',
    'types',
    '--continue=always',
    '--concurrency=100%',
    '--output-logs=errors-only',
    '--log-order=grouped',
  ];
  const manifest: { packageManager: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  // Turbo runs the scripts through a pnpm it expects in PATH.
  const hasPnpm = spawnSync('pnpm', ['--version'], { cwd: root }).status === 0;
  if (hasPnpm) return run('node_modules/.bin/turbo', turbo);
  return run('npx', [
    '--yes',
    '--package',
    manifest.packageManager,
    '--call',
    `node_modules/.bin/turbo ${turbo.join(' ')}`,
  ]);
}

function run(file: string, args: readonly string[]): string | null {
  const result = spawnSync(file, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return null;
  return [result.error?.message ?? '', result.stdout ?? '', result.stderr ?? ''].join('\n').trim();
}
