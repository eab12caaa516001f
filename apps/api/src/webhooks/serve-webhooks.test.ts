import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger } from '@tandem/runtime';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { botpressPath, chatwootPath } from '../../test/open-api.ts';
import { createBodyRoom, freeBytes } from './body-room.ts';
import { serveWebhooks } from './serve-webhooks.ts';
import type { WebhookDeps } from './take-webhook.ts';

const observe = vi.fn();
const byKey = vi.fn((): null | Promise<null> => null);
const deps = {
  intake: { directory: { byKey, installationSecrets: () => [] } },
  log: createLogger({ name: 'test', level: 'silent' }),
  now: () => new Date(),
  newId: () => 'request-1',
  observe,
};
/** No connection has any key: the rest of the context is never reached. */
const room = createBodyRoom(96 * freeBytes);
const front = serveWebhooks(deps as object as WebhookDeps, room);
const server = createServer((incoming, outgoing) => {
  if (!front(incoming, outgoing)) outgoing.writeHead(204).end();
});
const portOf = () => (server.address() as AddressInfo).port;
const at = (path: string) => `http://127.0.0.1:${portOf()}${path}`;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Begins a request whose body is not whole yet. */
const begin = () => request(at(`${chatwootPath}/key`), { method: 'POST' });

it('leaves what is no webhook to others', async () => {
  const paths = ['/', `${chatwootPath}/key/more`, `${chatwootPath}s`, '/api/webhooks/chatbot/other'];
  for (const path of paths) expect((await fetch(at(path), { method: 'POST' })).status).toBe(204);
  expect((await fetch(at(chatwootPath))).status).toBe(204);
});

it('reads the key as it was before it was written into the path', async () => {
  const keys = [];
  for (const key of ['plain', 'plain/', 'a%2Fb%20c', '%zz', 'plain?from=bot']) {
    expect((await fetch(at(`${botpressPath}/${key}`), { method: 'POST' })).status).toBe(404);
    keys.push(byKey.mock.lastCall);
  }
  expect(keys.flat().filter((part) => part !== 'botpress')).toEqual([
    'plain',
    'plain',
    'a/b c',
    '%zz',
    'plain',
  ]);
});

it('answers 413 while more than the limit is still coming, and then cuts the sender off', async () => {
  const sending = begin();
  sending.on('error', () => {});
  const closed = once(sending, 'close');
  sending.write(Buffer.alloc(5 * 1_024 * 1_024 + 1));
  const [answer] = await once(sending, 'response');
  expect(answer.statusCode).toBe(413);
  answer.resume().on('error', () => {});
  await closed;
  expect(observe).toHaveBeenLastCalledWith(expect.objectContaining({ outcome: 'too-large' }));
});

it('counts a webhook whose sender goes away, and not as a failure of ours', async () => {
  const sending = begin();
  sending.on('error', () => {});
  sending.write('{');
  await vi.waitUntil(() => sending.socket?.bytesWritten);
  sending.destroy();
  await vi.waitFor(() =>
    expect(observe).toHaveBeenLastCalledWith(expect.objectContaining({ outcome: 'cut-off' })),
  );
});

it('holds the room of a large body until nothing of it is kept any more', async () => {
  const post = (bytes: number) =>
    fetch(at(`${chatwootPath}/key`), { method: 'POST', body: 'x'.repeat(bytes) });
  const large = 60 * freeBytes;
  const stored = Promise.withResolvers<null>();
  byKey.mockReturnValueOnce(stored.promise);
  const first = post(large);
  await vi.waitFor(() => expect(byKey).toHaveReturnedWith(stored.promise));
  expect((await post(large)).status).toBe(429);
  stored.resolve(null);
  expect((await first).status).toBe(404);
  expect((await post(large)).status).toBe(404);
});

it('has room for small bodies whoever holds large ones, and for large ones again when those go', async () => {
  const post = (bytes: number) =>
    fetch(at(`${chatwootPath}/key`), { method: 'POST', body: 'x'.repeat(bytes) });
  const large = 32 * freeBytes;
  const holding = begin();
  holding.on('error', () => {});
  holding.write(Buffer.alloc(78 * freeBytes));
  await vi.waitFor(async () => expect((await post(large)).status).toBe(429));
  const refused = await post(large);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(await refused.json()).toMatchObject({ error: { code: 'too_many_requests' } });
  expect(observe).toHaveBeenLastCalledWith(expect.objectContaining({ outcome: 'limited' }));
  expect((await post(freeBytes)).status).toBe(404);
  holding.destroy();
  await vi.waitFor(async () => expect((await post(large)).status).toBe(404));
});
