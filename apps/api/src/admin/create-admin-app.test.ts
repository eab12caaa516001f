import { request } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Admin } from '../../test/open-admin.ts';
import { serveAdmin } from '../../test/serve-admin.ts';
import type { AdminRouter } from './router.ts';

const mebibyte = 1024 * 1024;

let admin: Admin & { url: string };
beforeAll(async () => {
  admin = await serveAdmin();
});
afterAll(() => admin.close());

/** Sends a body of `bytes` in pieces, as curl does, and answers the status, also when it comes before the body is sent. */
async function upload(input: { path: string; key: string; bytes: number; declared: boolean }) {
  const { path, key, bytes, declared } = input;
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    ...(declared && { 'content-length': String(bytes) }),
  };
  // A socket of its own: the server ends one whose body it did not want.
  const sending = request(`${admin.url}${path}`, { method: 'POST', headers, agent: false });
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    sending.on('error', reject);
    sending.on('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
  });
  const pieces = Readable.from(Array.from({ length: bytes / mebibyte }, () => Buffer.alloc(mebibyte, 'x')));
  pieces.pipe(sending);
  return await answered.finally(() => pieces.destroy());
}

describe('over HTTP', () => {
  const bytes = 34 * mebibyte;

  it.each([
    ['413 for a declared length', '/api/chatbot/tenants', true],
    ['413 for pieces', '/api/chatbot/tenants', false],
    ['413 in tRPC', '/trpc/tenants.create', true],
    ['413 for pieces in tRPC', '/trpc/tenants.create', false],
  ])('answers %s', async (_what, path, declared) => {
    const { status, body } = await upload({ path, key: admin.deps.rootKey, bytes, declared });
    expect(status).toBe(413);
    expect(body).toContain('payload_too_large');
  });

  it('answers 401 before it takes the body of a stranger', async () => {
    for (const path of ['/api/chatbot/tenants', '/trpc/tenants.create']) {
      expect((await upload({ path, key: 'wrong', bytes, declared: true })).status).toBe(401);
    }
  });

  it('answers HEAD, and 404 with a body of ours for the rest', async () => {
    const headers = { authorization: `Bearer ${admin.deps.rootKey}` };
    const head = await fetch(`${admin.url}/api/chatbot/tenants`, { method: 'HEAD', headers });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const missing = await fetch(`${admin.url}/api/chatbot/`, { headers });
    expect([missing.status, await missing.json()]).toMatchObject([404, { error: { code: 'not_found' } }]);
  });

  it('serves the typed client, also in batches', async () => {
    const headers = { authorization: `Bearer ${admin.deps.rootKey}` };
    const client = createTRPCClient<AdminRouter>({
      links: [httpBatchLink({ url: `${admin.url}/trpc`, headers })],
    });
    const made = await Promise.all([
      client.tenants.create.mutate({ name: 'a' }),
      client.tenants.create.mutate({ name: 'b' }),
    ]);
    expect(made.map(({ tenant }) => tenant.name)).toEqual(['a', 'b']);
  });
});
