import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DoctorCheck, installationChecks, tenantChecks } from '@tandem/schemas/admin';
import { describe, expect, it } from 'vitest';
import { installationList } from './installation/list.ts';
import { tenantList } from './tenant/list.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../../../docs/doctor.md'), 'utf8');

interface Described {
  name: DoctorCheck;
  means: string;
  cure: string;
}

const rowOf = ({ name, means, cure }: Described): string => `| \`${name}\` | ${means} | ${cure} |`;

describe('docs/doctor.md', () => {
  it.each([
    ['An installation', installationList],
    ['A tenant', tenantList],
  ] as const)('has a row for every check of the list, in its words: %s', (heading, list) => {
    const section = page.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
    const rows = section.split('\n').filter((line) => line.startsWith('| `'));
    // To renew the page, put what is expected here into it.
    expect(rows).toEqual(list.map(rowOf));
  });
});

describe('the lists of checks', () => {
  it('hold each check that the api may name, once and in its order', () => {
    expect(installationList.map(({ name }) => name)).toEqual([...installationChecks]);
    expect(tenantList.map(({ name }) => name)).toEqual([...tenantChecks]);
  });
});
