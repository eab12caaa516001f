import { afterEach, expect, it } from 'vitest';
import { checkImports } from './check-imports.ts';
import { makeTree } from './checks/test/make-tree.ts';

const trees: { remove: () => void }[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) tree.remove();
});

function problems(files: Record<string, string>): string[] {
  const tree = makeTree(files);
  trees.push(tree);
  return checkImports(tree).map(({ file, problem }) => `${file} ${problem}`);
}

const manifest = (...names: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });

it('lets through what the table allows', () => {
  const files = {
    'packages/core/package.json': manifest('zod'),
    'packages/core/src/a.ts': [
      `import { z } from 'zod';`,
      `import type { TenantScope } from '@tandem/db';`,
      `import { defineJob, type Enqueuer } from '@tandem/queue';`,
      `import { UpstreamError } from '@tandem/integrations/contract';`,
      `import { join } from 'node:path';`,
      `import { b } from './b.ts';`,
      'const server = createServer({ fetch: app.fetch }); // fetch(x)',
    ].join('\n'),
  };
  expect(problems(files)).toEqual([]);
});

it.each([
  ['packages/core', `import { Database } from '@tandem/db';`, 'imports values of @tandem/db'],
  ['packages/core', `import { runLanes } from '@tandem/queue';`, 'imports runLanes of @tandem/queue'],
  ['packages/core', `import { x } from '@tandem/integrations';`, 'imports @tandem/integrations'],
  ['packages/core', `import { sql } from 'kysely';`, 'imports kysely, which only packages/db may'],
  [
    'packages/core',
    `import { x } from 'left-pad';`,
    'imports left-pad, which its package.json does not list',
  ],
  [
    'packages/core',
    `import { x } from '../../db/src/x.ts';`,
    'reaches out of its package: ../../db/src/x.ts',
  ],
  ['packages/core', `import { readFileSync } from 'fs';`, 'imports fs'],
  ['packages/core', `const x = await fetch('http://example.org');`, 'calls fetch'],
  ['packages/core', `import { request } from 'node:https';`, 'imports request of node:https'],
  ['packages/core', `import { x } from '@tandem/testkit';`, 'imports @tandem/testkit'],
  ['packages/schemas', `import { x } from '@tandem/runtime';`, 'imports @tandem/runtime'],
  ['packages/queue', `import { x } from '@tandem/db';`, 'imports values of @tandem/db'],
  ['packages/db', `import { Queue } from 'bullmq';`, 'imports bullmq, which only packages/queue may'],
  ['apps/admin-cli', `import { x } from '@tandem/api/router';`, 'imports values of @tandem/api/router'],
  ['apps/sandbox', `import { x } from '@tandem/core/intake';`, 'imports @tandem/core/intake'],
  ['packages/new', `import { z } from 'zod';`, 'packages/new has no row in the import table'],
])('refuses in %s: %s', (folder, line, problem) => {
  const files = { [`${folder}/package.json`]: manifest('kysely', 'bullmq'), [`${folder}/src/a.ts`]: line };
  expect(problems(files)).toEqual([`${folder}/src/a.ts ${problem}`]);
});

it('lets only one file take the registry of integrations', () => {
  const line = `import { createIntegrations } from '@tandem/integrations';`;
  const one = 'packages/foundation/src/open-upstreams.ts';
  const files = {
    'packages/foundation/package.json': manifest(),
    [one]: line,
    'packages/foundation/src/open-stores.ts': line,
  };
  expect(problems(files)).toEqual([
    `packages/foundation/src/open-stores.ts imports @tandem/integrations, which only ${one} may`,
  ]);
});

it('lets a module have a function of its own called fetch', () => {
  const text = 'const fetch = (key: string) => load(key);\nawait fetch(key);';
  expect(problems({ 'packages/core/package.json': manifest(), 'packages/core/src/a.ts': text })).toEqual([]);
});

it('leaves tests and the free folders alone', () => {
  const line = `import { x } from '@tandem/testkit';\nawait fetch('x');`;
  expect(problems({ 'packages/core/src/a.test.ts': line, 'e2e/a.ts': line, 'scripts/a.ts': line })).toEqual(
    [],
  );
});
