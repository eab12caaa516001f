import { createTRPCClient, httpBatchLink, httpLink, TRPCClientError } from '@trpc/client';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { restProceduresOf } from './procedures-of.ts';
import { type AdminRouter, adminRouter } from './router.ts';

const admin = openAdmin();
afterAll(() => admin.close());

const link = (key: string, createLink: typeof httpLink | typeof httpBatchLink = httpLink) =>
  createTRPCClient<AdminRouter>({
    links: [
      createLink({
        url: 'http://tandem.test/trpc',
        headers: { authorization: `Bearer ${key}` },
        fetch: async (url, init) => {
          const { method = 'GET', headers = {}, body } = init ?? {};
          return await admin.app.request(String(url), {
            method,
            headers,
            ...(body && { body: String(body) }),
          });
        },
      }),
    ],
  });

const failure = async (call: Promise<unknown>) => {
  const error = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof TRPCClientError)) throw new Error('it did not fail', { cause: error });
  return error;
};

describe('tRPC', () => {
  it('serves the same procedures, typed, one by one and in a batch', async () => {
    const { tenantId, keys } = await mintTenantWithKeys(admin);
    for (const createLink of [httpLink, httpBatchLink]) {
      const client = link(keys.owner, createLink);
      const [{ tenant }, config] = await Promise.all([
        client.tenants.get.query({ tenantId }),
        client.config.get.query({ tenantId }),
      ]);
      expect([tenant.id, config.version]).toEqual([tenantId, 0]);
    }
  });

  it('fails with the codes, words and issues of REST', async () => {
    const { tenantId, path, keys } = await mintTenantWithKeys(admin);
    const input = { tenantId, config: { botName: 7 } };
    const error = await failure(link(keys.owner).config.put.mutate(JSON.parse(JSON.stringify(input))));
    const rest = (
      await admin.call('PUT', `${path}/config`, { body: { config: input.config }, key: keys.owner })
    ).body.error;
    expect(error.message).toBe(rest.message);
    expect(error.data).toEqual({
      code: rest.code,
      httpStatus: 400,
      issues: rest.issues,
      requestId: expect.any(String),
    });
  });

  it.each([
    ['unauthorized', 401, async () => link('wrong').tenants.list.query({})],
    ['forbidden', 403, async () => link((await mintTenantWithKeys(admin)).keys.owner).tenants.list.query({})],
    [
      'not_found',
      404,
      async () => link(admin.deps.rootKey).tenants.get.query({ tenantId: admin.deps.newId() }),
    ],
    ['bad_request', 400, async () => link(admin.deps.rootKey).tenants.get.query({ tenantId: 'x' })],
  ])('answers %s with status %i', async (code, httpStatus, call) => {
    expect((await failure(call())).data).toMatchObject({ code, httpStatus });
  });

  it('refuses lone surrogates and __proto__ keys as REST does', async () => {
    const { tenantId } = await mintTenantWithKeys(admin);
    const send = (text: string) =>
      admin.call('POST', '/trpc/config.put', { body: text, headers: { 'content-type': 'application/json' } });
    for (const config of ['{"botName":"\\ud800"}', '{"messages":{"__proto__":{}}}']) {
      const { status, body } = await send(`{"tenantId":"${tenantId}","config":${config}}`);
      expect([status, body.error.data.code]).toEqual([400, 'bad_request']);
    }
    expect((await send('{"tenantId":')).status).toBe(400);
  });
});

describe('the router', () => {
  it('declares for every procedure what a description of the REST side needs', () => {
    const places = new Set<string>();
    for (const { name, meta, rest, input, output } of restProceduresOf(adminRouter)) {
      const schema = z.toJSONSchema(input, { io: 'input' });
      expect([name, z.toJSONSchema(output).type]).toEqual([name, 'object']);
      for (const [, parameter = ''] of rest.path.matchAll(/\{(\w+)\}/g)) {
        expect([name, Object.keys(schema.properties ?? {})]).toEqual([
          name,
          expect.arrayContaining([parameter]),
        ]);
      }
      expect(meta.summary).not.toBe('');
      for (const method of rest.methods) {
        const place = `${method} ${rest.path}`;
        expect(places.has(place)).toBe(false);
        places.add(place);
      }
    }
  });

  it('takes what it lists with and without a slash at the end', async () => {
    expect((await admin.call('GET', '/api/chatbot/tenants/?limit=1')).status).toBe(200);
  });
});
