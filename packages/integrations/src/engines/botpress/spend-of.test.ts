import { expect, it } from 'vitest';
import { spendOfBot } from './spend-of.ts';

const call = (method: 'GET' | 'POST', url: string) => ({ method, url, timeoutMs: 1, write: true });
const request = call('POST', 'https://chat.example/w1/messages');
const idOf = (...input: Parameters<typeof spendOfBot>) => spendOfBot(...input)(request).scopes[0]?.id;

it('names one bot the same for all tenants who share it, whatever else their settings are', () => {
  const shared = idOf('chat_api', { webhookId: 'w1', encryptionKey: 'a' });
  expect(idOf('chat_api', { webhookId: 'w1', encryptionKey: 'b', chatUrl: 'https://x.example/' })).toBe(
    shared,
  );
  expect(idOf('chat_api', { webhookId: 'w2' })).not.toBe(shared);
  for (const endpointUrl of [
    'https://Bots.example/one/',
    'https://bots.example.:443//%6Fne',
    'http://a:b@bots.example/one',
  ])
    expect(idOf('generic', { endpointUrl })).toBe(
      idOf('generic', { endpointUrl: 'https://bots.example/one' }),
    );
  expect(idOf('generic', { endpointUrl: 'https://bots.example/two' })).not.toBe(
    idOf('generic', { endpointUrl: 'https://bots.example/one' }),
  );
  expect(idOf('v12', { endpointUrl: 'https://v12.example', botId: 'a' })).not.toBe(
    idOf('v12', { endpointUrl: 'https://v12.example', botId: 'b' }),
  );
});

it('counts what customers say, not what is read or opened', () => {
  const chat = spendOfBot('chat_api', { webhookId: 'w1' });
  const countOf = (method: 'GET' | 'POST', path: string) =>
    chat(call(method, `https://chat.example/w1/${path}`)).scopes.length;
  expect([countOf('POST', 'messages'), countOf('POST', 'events')]).toEqual([1, 1]);
  expect(countOf('GET', 'conversations/c1/messages?nextToken=x')).toBe(0);
  expect(countOf('POST', 'conversations/get-or-create')).toBe(0);
  expect(spendOfBot('generic', {})(call('POST', 'https://bots.example/one')).scopes).toHaveLength(1);
});
