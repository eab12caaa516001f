import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calls, recordRequests } from '../../../test/client-requests.ts';
import { encodeJson } from '../../http/encode-json.ts';
import type { HttpRequest } from '../../http/index.ts';
import { createChatwoot } from './index.ts';
import { type Fields, fieldsOf } from './wire.ts';

const asBot = await recordRequests({ botMay: true });
const asAdmin = await recordRequests({ botMay: false });
const nameOf = ({ method, url }: HttpRequest) => `${method} ${new URL(url).pathname}`;
const names = (requests: HttpRequest[]) => [...new Set(requests.map(nameOf))];

describe('the requests of the client', () => {
  it('are recorded from every method it has', () => {
    const http = { request: async () => fail(), download: async () => fail(), close: async () => {} };
    const settings = { baseUrl: 'https://chat.example', accountId: 7, botToken: 'b' };
    const client = createChatwoot({ http, nowMs: () => 0 }).connect(settings);
    const methods = Object.keys(client).filter((name) => name !== 'canRead');
    expect(Object.keys(calls).sort()).toEqual(methods.sort());
  });

  it('are these', () => {
    expect(names(asBot)).toEqual([
      'POST /api/v1/accounts/7/conversations/9/messages',
      'POST /api/v1/accounts/7/conversations/9/toggle_status',
      'POST /api/v1/accounts/7/conversations/9/toggle_typing_status',
      'GET /api/v1/accounts/7/conversations/9/labels',
      'POST /api/v1/accounts/7/conversations/9/labels',
      'GET /api/v1/accounts/7/conversations/9',
      'POST /api/v1/accounts/7/conversations/9/custom_attributes',
      'PUT /api/v1/accounts/7/contacts/12',
      'POST /api/v1/accounts/7/conversations/9/assignments',
      'POST /api/v1/accounts/7/conversations/9/toggle_priority',
      'POST /api/v1/accounts/7/conversations',
      'GET /api/v1/accounts/7/conversations/9/messages',
    ]);
  });

  it('carry the admin’s token only where no bot may', () => {
    const byAdmin = asBot.filter(({ headers }) => headers?.api_access_token === 'admin-token');
    expect(names(byAdmin)).toEqual([
      'PUT /api/v1/accounts/7/contacts/12',
      'GET /api/v1/accounts/7/conversations/9/messages',
    ]);
  });

  it('are writes only where a repetition would show', () => {
    expect(names(asBot.filter(({ write }) => write))).toEqual([
      'POST /api/v1/accounts/7/conversations/9/messages',
      'POST /api/v1/accounts/7/conversations',
    ]);
  });
});

/** Chatwoot's own document (swagger/swagger.json of its repository); without it there is nothing to compare with. */
const file = process.env.CHATWOOT_OPENAPI;

describe.runIf(file !== undefined && file !== '')('Chatwoot’s own OpenAPI document', () => {
  const document: Fields = file === undefined || file === '' ? {} : JSON.parse(readFileSync(file, 'utf8'));
  const requests = [...asBot, ...asAdmin];
  const used = new Set<Exception>();

  it.each(requests.map((request) => [nameOf(request), request] as const))('knows %s', async (_, request) => {
    const { pathname, searchParams } = new URL(request.url);
    const operation = fieldsOf(operationOf(document, request.method, pathname));
    expect(operation).toHaveProperty('responses');
    const query = listOf(operation.parameters).map((parameter) => fieldsOf(parameter).name);
    for (const name of searchParams.keys()) expect(query).toContain(name);
    const { type, values } = await bodyOf(request);
    const schema = bodySchemaOf(document, operation, type);
    for (const name of listOf(schema.required)) expect(values).toHaveProperty(String(name));
    for (const [name, value] of Object.entries(values)) {
      const known = fieldsOf(schema.properties)[name];
      expect(known, `${name} in the document`).toBeDefined();
      const exception = exceptions.find((row) => row.type === type && row.name === name && row.covers(value));
      if (exception === undefined) checkValue(fieldsOf(known), value);
      else used.add(exception);
    }
  });

  it('is not excused where it is right', () =>
    expect(exceptions.filter((row) => !used.has(row))).toEqual([]));
});

interface Exception {
  type: string;
  name: string;
  covers(value: unknown): boolean;
  reason: string;
}

/** Where the document lags the code: contracts/chatwoot.md follows the code. */
const exceptions: Exception[] = [
  {
    type: 'application/json',
    name: 'priority',
    covers: (value) => value === null,
    reason: 'null takes the priority away; the `none` of the document is no value of the enum (§10.3, §10.2)',
  },
  {
    type: 'multipart/form-data',
    name: 'content_attributes',
    covers: (value) => typeof value === 'string' && typeof JSON.parse(value) === 'object',
    reason: 'in a form it is a JSON text (§10.3)',
  },
  {
    type: 'multipart/form-data',
    name: 'private',
    covers: (value) => value === 'true' || value === 'false',
    reason: 'a form knows only texts and files',
  },
];

/** What is really sent. */
async function bodyOf({ json, body }: HttpRequest): Promise<{ type: string; values: Fields }> {
  if (body === undefined) {
    const values = json === undefined ? {} : fieldsOf(JSON.parse(encodeJson(json)));
    return { type: 'application/json', values };
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.chunks()) chunks.push(Uint8Array.from(chunk));
  const sent = Buffer.concat(chunks);
  expect(sent.length).toBe(body.bytes);
  const form = await new Response(sent, { headers: { 'content-type': body.contentType } }).formData();
  const values = [...form].map(([name, value]) => [name, typeof value === 'string' ? value : [value.name]]);
  return { type: 'multipart/form-data', values: Object.fromEntries(values) };
}

/** The operation whose path template fits. */
function operationOf(document: Fields, method: string, pathname: string): unknown {
  const found = Object.entries(fieldsOf(document.paths)).find(([template, item]) => {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return pattern.test(pathname) && fieldsOf(item)[method.toLowerCase()] !== undefined;
  });
  return fieldsOf(found?.[1])[method.toLowerCase()];
}

function bodySchemaOf(document: Fields, operation: Fields, type: string): Fields {
  const content = fieldsOf(fieldsOf(operation.requestBody).content);
  const schema = fieldsOf(fieldsOf(content[type]).schema);
  if (typeof schema.$ref !== 'string') return schema;
  const name = schema.$ref.split('/').at(-1) ?? '';
  return fieldsOf(fieldsOf(fieldsOf(document.components).schemas)[name]);
}

/** Of the right type and among the values allowed. */
function checkValue(schema: Fields, value: unknown): void {
  expect(schema.type === 'integer' ? 'number' : schema.type).toBe(typeOf(value));
  if (Array.isArray(schema.enum)) expect(schema.enum).toContain(value);
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function fail(): never {
  throw new Error('nothing is called here');
}
