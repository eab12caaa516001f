import { afterEach, expect, it } from 'vitest';
import { checkPromises } from './check-promises.ts';
import { makeTree } from './checks/test/make-tree.ts';

const trees: { remove: () => void }[] = [];
afterEach(() => {
  for (const tree of trees.splice(0)) tree.remove();
});

function problems(row: string): string[] {
  const tree = makeTree({
    'packages/a/one.test.ts': "it('keeps it', () => {});\nit('keeps that', () => {});\n",
    'docs/promises.md': `| complaint | test file | test |\n|---|---|---|\n${row}\n`,
  });
  trees.push(tree);
  return checkPromises(tree).map(({ line, problem }) => `${line} ${problem}`);
}

it('takes tests that exist, also several of one file', () =>
  expect(problems('| It is lost | `packages/a/one.test.ts` | keeps it · keeps that |')).toEqual([]));

it.each([
  ['| It is lost | `packages/a/one.test.ts` | keeps |', '3 names the test “keeps”'],
  ['| It is lost | `packages/a/two.test.ts` | keeps it |', '3 names the test “keeps it”'],
])('names what does not exist, with its line: %s', (row, problem) =>
  expect(problems(row)).toEqual([problem]),
);

it('asks nothing of a tree without promises', () => {
  const tree = makeTree({ 'README.md': '' });
  trees.push(tree);
  expect(checkPromises(tree)).toEqual([]);
});
