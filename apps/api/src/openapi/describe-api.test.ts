import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi, type TestApi } from '../../test/open-api.ts';
import { restProceduresOf } from '../admin/procedures-of.ts';
import { adminRouter } from '../admin/router.ts';
import { bodyExamples } from './body-examples.ts';
import { describeApi } from './describe-api.ts';
import type { Operation } from './document.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const document = describeApi(adminRouter);
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries<Operation>(item).map(([method, operation]) => ({ place: `${method} ${path}`, operation })),
);

const exampleId = '01997d2e-0000-7000-8000-000000000001';

/** What a browser loads with the page, and pages of others. */
const isFurniture = (path: string): boolean => /^\/(docs|queues)\//.test(path);

describe('the document', () => {
  it('is valid OpenAPI 3.1 as it is served', async () => {
    const response = await api.app.request('/openapi.json');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json']);
    const served = JSON.parse(await response.text());
    expect(served).toEqual(JSON.parse(JSON.stringify(document)));
    const validator = new Validator();
    expect(await validator.validate(served)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('lists every route that the api serves, and nothing else', () => {
    const served = api.app.routes
      .filter(({ method, path }) => method !== 'ALL' && !isFurniture(path))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/(?<=.)\/$/, '')}`)
      .map((place) => place.replaceAll(/:(\w+)/g, '{$1}'));
    const listed = operations.map(({ place }) => place.replace('{webhookKey}', '{key}'));
    expect(listed.sort()).toEqual([...new Set(served)].sort());
  });

  it('refers to nothing that it does not hold, and holds nothing that is not referred to', () => {
    const text = JSON.stringify(document);
    const referred = new Set(
      [...text.matchAll(/"#\/components\/(schemas|responses|parameters)\/(\w+)"/g)].map(
        (m) => `${m[1]}/${m[2]}`,
      ),
    );
    const { schemas, responses, parameters } = document.components;
    const held = Object.entries({ schemas, responses, parameters }).flatMap(([kind, all]) =>
      Object.keys(all).map((name) => `${kind}/${name}`),
    );
    expect([...referred].sort()).toEqual(held.sort());
    expect(text).not.toContain('#/$defs/');
  });

  it('says of every call who may make it and how it can fail, under an id of its own', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const procedures = operations.filter(({ operation }) => operation['x-procedure'] !== undefined);
    expect(procedures.length).toBe(restProceduresOf(adminRouter).flatMap(({ rest }) => rest.methods).length);
    for (const { place, operation } of procedures) {
      expect([place, Object.keys(operation.responses)]).toEqual([
        place,
        expect.arrayContaining(['400', '401', '403', '429', '500']),
      ]);
      expect(operation['x-least-role']).toMatch(/^(platform|owner|admin|agent)$/);
    }
  });

  it('shows bodies that the calls take', () => {
    const procedures = new Map(restProceduresOf(adminRouter).map((one) => [one.name, one]));
    for (const [name, example] of Object.entries(bodyExamples)) {
      const { input, rest } = procedures.get(name) ?? { input: z.never(), rest: { path: '' } };
      const inPath = [...rest.path.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => [field, exampleId]);
      const parsed = input.safeParse({ ...example, ...Object.fromEntries(inPath) });
      expect([name, parsed.error?.issues]).toEqual([name, undefined]);
    }
  });

  it('tells where REST carries each field of an input', () => {
    const put = document.paths['/api/chatbot/tenants/{tenantId}/config']?.put;
    expect(put?.parameters).toEqual([
      expect.objectContaining({ name: 'tenantId', in: 'path', required: true }),
      { $ref: '#/components/parameters/IfMatch' },
    ]);
    expect(Object.keys(document.components.schemas.PutConfigBody?.properties ?? {})).toEqual([
      'config',
      'knowledgeBase',
    ]);
    const list = document.paths['/api/chatbot/tenants']?.get;
    expect(list?.parameters).toContainEqual({
      name: 'limit',
      in: 'query',
      required: false,
      schema: { default: 50, type: 'integer', minimum: 1, maximum: 200 },
    });
  });
});
