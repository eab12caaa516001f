import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './root.ts';

it('names its commands when it does not know one', () => {
  const result = spawnSync(process.execPath, [join(root, 'scripts/bootstrap.mjs'), 'nonsense'], {
    encoding: 'utf8',
  });
  expect(result.status).toBe(1);
  expect(result.stderr).toMatch(/unknown command "nonsense"\n {2}cure: use one of: start, test/);
});

it('is the entry of every root command, without a shell in between that would swallow signals', () => {
  const manifest: { scripts: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  for (const [name, command] of Object.entries(manifest.scripts)) {
    expect(command).toBe(`exec node scripts/bootstrap.mjs ${name}`);
  }
});

it('needs nothing that is installed', () => {
  const text = readFileSync(join(root, 'scripts/bootstrap.mjs'), 'utf8');
  for (const [, specifier] of text.matchAll(/from '([^']+)'/g)) expect(specifier).toMatch(/^node:/);
});
