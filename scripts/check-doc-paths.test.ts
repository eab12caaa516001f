import { afterEach, expect, it } from 'vitest';
import { checkDocPaths } from './check-doc-paths.ts';
import { makeTree } from './checks/test/make-tree.ts';

const trees: { remove: () => void }[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) tree.remove();
});

function problems(readme: string): string[] {
  const tree = makeTree({
    'package.json': JSON.stringify({ scripts: { start: 'x', 'serve:api': 'x', verify: 'x' } }),
    'apps/api/src/main.ts': '',
    'packages/db/src/index.ts': '',
    'docs/adr/0001-layers.md': '',
    'README.md': readme,
  });
  trees.push(tree);
  return checkDocPaths(tree).map(({ file, line, problem }) => `${file}:${line} ${problem}`);
}

it('takes paths, links and scripts that exist', () => {
  const readme = [
    'Run `npm start`, `npm run serve:api -- --flag` or `pnpm verify`; `pnpm install` is no script.',
    'See `apps/api/src/main.ts:12`, `packages/<name>/src`, `apps/api/src/*.ts` and [why](docs/adr/0001-layers.md#a).',
    '```',
    'pnpm run verify',
    'node apps/api/src/main.ts',
    '```',
    'POST `/api/chatbot/tenants`, `application/json`, https://example.org/apps/x and apps/outside-code.',
  ].join('\n');
  expect(problems(readme)).toEqual([]);
});

it('names what does not exist, with its line', () => {
  const readme = [
    'Run `npm run nothing` and `pnpm nowhere`.',
    'See `apps/api/src/gone.ts`, `packages/*/gone` and [that](docs/gone.md).',
    '```',
    'node scripts/gone.ts; npm test; cat packages/gone.ts',
    '```',
  ].join('\n');
  expect(problems(readme)).toEqual([
    'README.md:1 names the script "nothing"',
    'README.md:1 names the script "nowhere"',
    'README.md:2 names apps/api/src/gone.ts',
    'README.md:2 names packages/*/gone',
    'README.md:2 links to docs/gone.md',
    'README.md:4 names the script "test"',
    'README.md:4 names packages/gone.ts',
  ]);
});
