import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../root.ts';
import { programArguments } from './program-arguments.ts';

const read = (name: string) => readFileSync(join(root, name), 'utf8');
const listIn = (text: string, pattern: RegExp): string[] => JSON.parse(pattern.exec(text)?.[1] ?? '[]');
/** What holds when a flag is given twice: the last. */
const flagsOf = (args: readonly string[]) =>
  Object.fromEntries(args.filter((arg) => arg.startsWith('--')).map((arg) => arg.split('=')));

it('the image collects garbage as programs do by default, the worker of compose.yaml as with npm run serve', () => {
  const [node, ...flags] = listIn(read('Dockerfile'), /^ENTRYPOINT (\[.*\])$/m);
  expect([node, ...flags]).toEqual(['node', ...programArguments('tandem', 'tandem.mjs').slice(0, -1)]);
  const worker = listIn(read('compose.yaml'), /^ {4}command: (\[.*"worker\.mjs"\])$/m);
  expect(flagsOf([...flags, ...worker])).toEqual(flagsOf(programArguments('worker', 'worker.mjs')));
});
