import { expect, it } from 'vitest';
import { readImports } from './read-imports.ts';

it('tells type imports from value imports and names what is taken', () => {
  const text = [
    `import type { A } from 'a';`,
    `import { type B, c, d as e } from 'b';`,
    `import all, { type F } from 'c';`,
    `import * as g from 'd';`,
    `export type { H } from 'e';`,
    `export { i } from 'f';`,
    `import 'g';`,
    `const j = await import('h');`,
    `import { type K } from 'i';`,
    `import {\n  long,\n  longer,\n} from 'j';`,
  ].join('\n');
  const found = readImports(text).map(({ specifier, isType, values }) => [specifier, isType, values.join()]);
  expect(found.sort()).toEqual([
    ['a', true, ''],
    ['b', false, 'c,d'],
    ['c', false, 'default'],
    ['d', false, '*'],
    ['e', true, ''],
    ['f', false, 'i'],
    ['g', false, '*'],
    ['h', false, '*'],
    ['i', false, '*'],
    ['j', false, 'long,longer'],
  ]);
});

it('does not take comments and text for imports', () => {
  const text = `// import { a } from 'a'\n/* import 'b' */\nconst text = \`\nimport { c } from 'c'\n\`;\n`;
  expect(readImports(text)).toEqual([]);
});

it('gives the line of each import', () => {
  expect(readImports(`\n\nimport { a } from 'a';\n`).map(({ line }) => line)).toEqual([3]);
});
