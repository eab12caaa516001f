import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { notFoundCure } from './not-found-cures.ts';

const root = resolve(import.meta.dirname, '../../..');

/** What the product says of things that are not there, as it stands in its source. */
const said = globSync('{packages,apps}/*/src/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) => {
    const source = readFileSync(resolve(root, file), 'utf8');
    const found = source.matchAll(/'not_found',\s*\{?\s*(?:public|message): ['"`]([^\n]+?)['"`]/g);
    return [...found].map((match) => match[1] ?? '');
  });

it('finds what the product says', () => expect(new Set(said).size).toBeGreaterThan(5));

it.each([...new Set(said), 'There is no such procedure.'])('names the cure for: %s', (message) =>
  expect(notFoundCure(message)).toBeDefined(),
);
