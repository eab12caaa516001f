import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeJson } from '../../http/encode-json.ts';
import type { HttpRequest } from '../../http/index.ts';
import { createChatwoot } from './index.ts';
import { type Fields, fieldsOf } from './wire.ts';

const base = 'https://chat.example';
const free = () => {};

/** Every request the client can make, recorded instead of sent. */
async function recordRequests(): Promise<HttpRequest[]> {
  const requests: HttpRequest[] = [];
  const http = {
    async request(request: HttpRequest) {
      requests.push(request);
      const json = request.method === 'GET' ? { payload: [], custom_attributes: {} } : { id: 1 };
      return { status: 200, headers: {}, text: '', json };
    },
    close: async () => {},
  };
  const settings = { baseUrl: `${base}/`, accountId: 7, botToken: 'bot-token', adminToken: 'admin-token' };
  const client = createChatwoot({ http, nowMs: Date.now }).connect(settings);
  const conversationId = 9;
  const content = { type: 'text', text: 'Hello' } as const;
  for (const isPrivate of [false, true]) {
    await client.send({ conversationId, content, ref: 'ref', private: isPrivate }, free);
  }
  for (const status of ['open', 'pending', 'resolved'] as const)
    await client.setStatus({ conversationId, status }, free);
  for (const on of [true, false]) await client.setTyping({ conversationId, on }, free);
  await client.addLabels({ conversationId, labels: ['vip'] }, free);
  await client.mergeAttributes({ conversationId, attributes: { plan: 'gold' } }, free);
  await client.updateContact({ contactId: 12, name: 'Rosa', email: 'rosa@example.com' }, free);
  await client.updateContact({ contactId: 12, phoneNumber: '+46701234567', attributes: { a: 1 } }, free);
  await client.assign({ conversationId, agentId: 1 }, free);
  await client.assign({ conversationId, teamId: 1 }, free);
  for (const priority of ['low', 'medium', 'high', 'urgent', null] as const)
    await client.setPriority({ conversationId, priority }, free);
  await client.startConversation({ inboxId: 3, contactId: 12, sourceId: 'visitor', status: 'open' }, free);
  for (const afterMessageId of [null, 5]) await client.find({ conversationId, ref: 'ref', afterMessageId });
  return requests;
}

const requests = await recordRequests();
const nameOf = ({ method, url }: HttpRequest) => `${method} ${new URL(url).pathname}`;

describe('the requests of the client', () => {
  it('are these', () => {
    expect([...new Set(requests.map(nameOf))]).toEqual([
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
    const byAdmin = requests.filter(({ headers }) => headers?.api_access_token === 'admin-token');
    expect([...new Set(byAdmin.map(nameOf))]).toEqual([
      'PUT /api/v1/accounts/7/contacts/12',
      'GET /api/v1/accounts/7/conversations/9/messages',
    ]);
  });

  it('are writes only where a repetition would show', () => {
    expect([...new Set(requests.filter(({ write }) => write).map(nameOf))]).toEqual([
      'POST /api/v1/accounts/7/conversations/9/messages',
      'POST /api/v1/accounts/7/conversations',
    ]);
  });
});

/** Chatwoot's own document (swagger/swagger.json of its repository); without it there is nothing to compare with. */
const file = process.env.CHATWOOT_OPENAPI;

describe.runIf(file !== undefined && file !== '')('Chatwoot’s own OpenAPI document', () => {
  const document: Fields = file === undefined || file === '' ? {} : JSON.parse(readFileSync(file, 'utf8'));

  it.each(requests.map((request) => [nameOf(request), request] as const))('knows %s', (_name, request) => {
    const { pathname, searchParams } = new URL(request.url);
    const operation = operationOf(document, request.method, pathname);
    expect(operation).toBeDefined();
    const schema = bodySchemaOf(document, fieldsOf(operation));
    const body = fieldsOf(JSON.parse(encodeJson(request.json)));
    for (const name of listOf(schema.required)) expect(body).toHaveProperty(String(name));
    for (const [name, value] of Object.entries(body)) {
      if (isBehindTheCode(request, name, value)) continue;
      checkValue(fieldsOf(fieldsOf(schema.properties)[name]), value);
    }
    const query = listOf(fieldsOf(operation).parameters).map((parameter) => fieldsOf(parameter).name);
    for (const name of searchParams.keys()) expect(query).toContain(name);
  });
});

/** Where the document lags the code: contracts/chatwoot.md follows the code. */
const exceptions: { path: RegExp; name: string; value: unknown; reason: string }[] = [
  {
    path: /toggle_priority$/,
    name: 'priority',
    value: null,
    reason: 'null takes the priority away; `none` of the document is no value of the enum (§10.3)',
  },
];

function isBehindTheCode(request: HttpRequest, name: string, value: unknown): boolean {
  const { pathname } = new URL(request.url);
  return exceptions.some((row) => row.path.test(pathname) && row.name === name && row.value === value);
}

/** The operation whose path template fits. */
function operationOf(document: Fields, method: string, pathname: string): unknown {
  const found = Object.entries(fieldsOf(document.paths)).find(([template, item]) => {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    return pattern.test(pathname) && fieldsOf(item)[method.toLowerCase()] !== undefined;
  });
  return fieldsOf(found?.[1])[method.toLowerCase()];
}

function bodySchemaOf(document: Fields, operation: Fields): Fields {
  const content = fieldsOf(fieldsOf(operation.requestBody).content);
  const schema = fieldsOf(fieldsOf(content['application/json']).schema);
  if (typeof schema.$ref !== 'string') return schema;
  const name = schema.$ref.split('/').at(-1) ?? '';
  return fieldsOf(fieldsOf(fieldsOf(document.components).schemas)[name]);
}

/** Known, of the right type and among the values allowed. */
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
