import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { zConfigPatch, zKnowledgeBase, zTenantId } from '@tandem/schemas';
import { zOnboardTenant, zPutConnections } from '@tandem/schemas/admin';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { allColumns } from './onboarding/columns.ts';
import { readRows } from './onboarding/read-rows.ts';

const docs = resolve(import.meta.dirname, '../../../docs');
const pages = ['files.md', 'files-upstreams.md'].map((name) => readFileSync(resolve(docs, name), 'utf8'));
const tenantId = zTenantId.parse('01997d2e-0000-7000-8000-000000000001');

/** The block that stands for a shape on the pages. */
function block(shape: string): string {
  const [, text] =
    new RegExp(`<!-- shape: ${shape} -->\n\n\`\`\`\\w+\n([^]*?)\`\`\``).exec(pages.join('\n')) ?? [];
  if (text === undefined) throw new Error(`no page shows the shape "${shape}"`);
  return text;
}

/** Every field of a schema that a caller may give, at any depth. */
function fieldsOf(schema: z.ZodType): string[] {
  const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  const fields: string[] = [];
  JSON.parse(text, (key: string, value: unknown) => {
    if (key === 'properties' && typeof value === 'object' && value !== null)
      fields.push(...Object.keys(value));
    return value;
  });
  return [...new Set(fields)];
}

const shapes: [string, z.ZodType, object][] = [
  ['config', zConfigPatch, {}],
  ['knowledge', zKnowledgeBase, {}],
  ['connections', zPutConnections, { tenantId }],
  ['onboarding', zOnboardTenant, { tenantId }],
];

describe('the pages of files', () => {
  it.each(shapes)('show a file of the shape %s that is taken, with every field', (shape, schema, context) => {
    const shown: unknown = JSON.parse(block(shape));
    const given = Array.isArray(shown) ? shown : Object.assign({}, shown, context);
    expect(schema.safeParse(given).error?.issues).toBeUndefined();
    const missing = fieldsOf(schema).filter(
      (field) =>
        field !== 'tenantId' &&
        !pages.some((page) => page.includes(`"${field}"`) || page.includes(`\`${field}\``)),
    );
    expect(missing).toEqual([]);
  });

  it('show a CSV file that is taken, with every column', () => {
    expect(readRows(block('csv'), 'x.csv')).toHaveLength(1);
    expect(block('csv').split('\n')[0]?.split(',')).toEqual(allColumns);
  });
});
