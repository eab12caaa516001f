import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './checks/finding.ts';

const page = 'docs/promises.md';

/** Each test that `docs/promises.md` names stands in the file it is said to be in. */
export function checkPromises(input: { root: string }): Finding[] {
  const path = join(input.root, page);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((row, index) =>
      namedTests(row)
        .filter(({ file, name }) => !holds(join(input.root, file), name))
        .map(({ file, name }) => ({
          file: page,
          line: index + 1,
          problem: `names the test “${name}”`,
          cure: `${file} has none of that name`,
        })),
    );
}

/** Of a row `| complaint | file | test · test |`. */
function namedTests(row: string): { file: string; name: string }[] {
  const [, , file = '', names = ''] = row.split('|').map((cell) => cell.trim());
  const path = /^`(.+\.test\.ts)`$/.exec(file)?.[1];
  return path === undefined ? [] : names.split(' · ').map((name) => ({ file: path, name }));
}

/** As a whole text: a part of a name is no name. */
function holds(path: string, name: string): boolean {
  if (!existsSync(path)) return false;
  const source = readFileSync(path, 'utf8');
  return [`'${name}'`, `"${name}"`, `\`${name}\``].some((text) => source.includes(text));
}
