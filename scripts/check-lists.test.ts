import { afterEach, expect, it } from 'vitest';
import { checkLists } from './check-lists.ts';
import { makeTree } from './checks/test/make-tree.ts';

const trees: { remove: () => void }[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) tree.remove();
});

function problems(files: Record<string, string>): string[] {
  const tree = makeTree(files);
  trees.push(tree);
  return checkLists(tree).map(({ file, problem }) => `${file} ${problem}`);
}

it('misses a job that jobs.ts does not import', () => {
  const jobs = `import { syncJob } from './sync/sync.job.ts';\nexport const jobs = [syncJob];\n`;
  const files = {
    'packages/core/src/jobs.ts': jobs,
    'packages/core/src/sync/sync.job.ts': '',
    'packages/core/src/delivery/send.job.ts': '',
  };
  expect(problems(files)).toEqual([
    'packages/core/src/delivery/send.job.ts is not in packages/core/src/jobs.ts',
  ]);
});

it('misses an admin router that router.ts does not import', () => {
  const files = {
    'apps/api/src/admin/router.ts': `import { a } from './sessions.router.ts';\n`,
    'apps/api/src/admin/sessions.router.ts': '',
    'apps/api/src/admin/keys.router.ts': '',
  };
  expect(problems(files)).toEqual([
    'apps/api/src/admin/keys.router.ts is not in apps/api/src/admin/router.ts',
  ]);
});

it('misses a migration that no list imports', () => {
  const files = {
    'packages/db/src/migrations/0001-first.ts': '',
    'packages/db/src/migrations/0002-second.ts': '',
    'packages/db/src/migrations/index.ts': `import { first } from './0001-first.ts';\n`,
  };
  expect(problems(files)).toEqual(['packages/db/src/migrations/0002-second.ts is in no list of migrations']);
});

it('misses a provider without a registration, a fake or one of its files', () => {
  const folder = 'packages/integrations/src/engines/acme';
  const names = ['index', 'settings', 'wire', 'client', 'verify-webhook'];
  const files = {
    ...Object.fromEntries(names.map((name) => [`${folder}/${name}.ts`, ''])),
    'packages/integrations/src/registry.ts': '',
    'packages/integrations/src/fakes.ts': '',
  };
  expect(problems(files)).toEqual([
    `${folder}/index.ts has no translate.ts beside it`,
    `${folder}/index.ts is not in registry.ts`,
    `${folder}/index.ts is not in fakes.ts`,
  ]);
});

it('takes a complete provider, with a fake of its own or one shared with its neighbours', () => {
  const names = ['index', 'settings', 'wire', 'client', 'verify-webhook', 'translate'];
  const folders = ['channels/acme', 'engines/bots/one'];
  const files = {
    ...Object.fromEntries(
      folders.flatMap((folder) =>
        names.map((name) => [`packages/integrations/src/${folder}/${name}.ts`, '']),
      ),
    ),
    'packages/integrations/src/registry.ts': `import './channels/acme/index.ts';\nimport './engines/bots/one/index.ts';\n`,
    'packages/integrations/src/fakes.ts': `import './channels/acme/fake/server.ts';\nimport './engines/bots/fake/server.ts';\n`,
  };
  expect(problems(files)).toEqual([]);
});

it('counts lines, and wants every package to be type-checked', () => {
  const files = {
    'packages/db/src/long.ts': 'x;\n'.repeat(251),
    'packages/db/package.json': '{"scripts":{}}',
  };
  expect(problems(files)).toEqual([
    'packages/db/package.json has no script "types"',
    'packages/db/src/long.ts has 251 lines, more than 250',
  ]);
});
