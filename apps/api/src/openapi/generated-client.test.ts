import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GeneratedClient, generateClient } from '../../test/generate-client.ts';
import { type Served, serveAdmin } from '../../test/serve-admin.ts';
import { adminRouter } from '../admin/router.ts';
import { describeApi } from './describe-api.ts';

let admin: Served;
let client: GeneratedClient;
beforeAll(async () => {
  admin = await serveAdmin();
  client = await generateClient(JSON.stringify(describeApi(adminRouter)));
});
afterAll(async () => {
  await client.remove();
  await admin.close();
});

const head = `
import createClient from 'openapi-fetch';
import type { components, paths } from './api.d.ts';
declare const process: { env: Record<string, string> };
const { env } = process;
const client = createClient<paths>({ baseUrl: env.URL ?? '', headers: { authorization: \`Bearer \${env.KEY}\` } });
const one = '/api/chatbot/tenants/{tenantId}';
`;

/** A day in the life of a customer's program: each kind of input and answer once. */
const program = `${head}
const { data: made } = await client.POST('/api/chatbot/tenants', { body: { name: 'Generated' } });
const tenantId: string = made!.tenant.id;
const params = { path: { tenantId } };
const put = await client.PUT('/api/chatbot/tenants/{tenantId}/config', {
  params: { ...params, header: { 'If-Match': '0' } },
  body: { config: { botName: 'Ada', settleMs: null }, knowledgeBase: [{ question: 'Q?', answer: 'A.' }] },
});
const stale = await client.PUT('/api/chatbot/tenants/{tenantId}/config', {
  params: { ...params, header: { 'If-Match': '0' } },
  body: { config: { botName: 'Grace' } },
});
const page = await client.GET('/api/chatbot/tenants/{tenantId}/users', { params: { ...params, query: { limit: 5 } } });
const key = await client.POST('/api/chatbot/tenants/{tenantId}/keys', { params, body: { name: 'CRM', role: 'agent' } });
const ended = await client.DELETE('/api/chatbot/tenants/{tenantId}/keys/{keyId}', {
  params: { path: { tenantId, keyId: key.data!.key.id } },
});
console.log(JSON.stringify({
  version: put.data!.version,
  tags: put.data!.knowledgeBase[0]!.tags,
  stale: [stale.response.status, stale.error!.error.code],
  users: page.data!.users.length,
  revoked: ended.data!.key.revokedAt !== null,
}));
`;

/** Each of these must not compile: an error that is missing is an error itself. */
const wrong = `${head}
const tenantId = 'x';
// @ts-expect-error an unknown path
await client.GET('/api/chatbot/nothing');
// @ts-expect-error a method that the path does not have
await client.PUT(one, { params: { path: { tenantId } } });
// @ts-expect-error no name
await client.POST('/api/chatbot/tenants', { body: {} });
// @ts-expect-error a name that is none
await client.POST('/api/chatbot/tenants', { body: { name: 7 } });
// @ts-expect-error a field that there is not
const body: components['schemas']['CreateTenantBody'] = { name: 'x', colour: 'red' };
// @ts-expect-error a role that there is not
await client.POST('/api/chatbot/tenants/{tenantId}/keys', { params: { path: { tenantId } }, body: { name: 'x', role: 'king' } });
// @ts-expect-error no tenant
await client.GET(one, {});
const { data } = await client.GET(one, { params: { path: { tenantId } } });
// @ts-expect-error an answer's field that there is not
data?.tenant.colour;
`;

/** A compiler has its own pace. */
describe('a client generated from the document', { timeout: 180_000 }, () => {
  it('compiles, and is understood by the api', async () => {
    expect(await client.compile(program)).toBe('');
    const printed = await client.run(program, { URL: admin.url, KEY: admin.deps.rootKey });
    expect(JSON.parse(printed)).toEqual({
      version: 1,
      tags: [],
      stale: [409, 'conflict'],
      users: 0,
      revoked: true,
    });
  });

  it('does not compile what the api would refuse', async () => {
    expect(await client.compile(wrong)).toBe('');
  });

  it('notices when it does compile', async () => {
    const right = wrong.replace('{ body: {} }', "{ body: { name: 'x' } }");
    expect(await client.compile(right)).toContain("Unused '@ts-expect-error' directive");
  });
});
