import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zApiEnvironment, zCliEnvironment, zWorkerEnvironment } from '@tandem/schemas';
import { afterAll, expect, it } from 'vitest';
import { checkEnvironmentPage } from './check-environment-page.ts';
import { environmentPage } from './pages/environment-page.ts';

const root = mkdtempSync(join(tmpdir(), 'tandem-environment-'));
afterAll(() => rmSync(root, { recursive: true }));

it('every variable of every process has its line', () => {
  const shapes = { ...zApiEnvironment.shape, ...zWorkerEnvironment.shape, ...zCliEnvironment.shape };
  for (const name of Object.keys(shapes)) {
    expect(environmentPage().split(`| \`${name}\` |`)).toHaveLength(2);
  }
});

it('a page that lacks a variable is found', () => {
  mkdirSync(join(root, 'docs'));
  const write = (text: string) => writeFileSync(join(root, 'docs/environment.md'), text);
  write(environmentPage());
  expect(checkEnvironmentPage({ root })).toEqual([]);
  write(environmentPage().replace(/.*LIMIT_INBOX_SOFT.*\n/, ''));
  expect(checkEnvironmentPage({ root })).toHaveLength(1);
});
