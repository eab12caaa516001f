import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../root.ts';
import { programArguments } from './program-arguments.ts';

it('the image collects garbage as npm run serve does', () => {
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
  const entrypoint = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]';
  expect(JSON.parse(entrypoint)).toEqual(['node', ...programArguments('worker', 'worker.mjs').slice(0, -1)]);
});
