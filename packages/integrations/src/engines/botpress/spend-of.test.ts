import { expect, it } from 'vitest';
import { spendOfBot } from './spend-of.ts';

const request = { method: 'POST', url: 'https://x.example', timeoutMs: 1, write: true } as const;
const idOf = (...input: Parameters<typeof spendOfBot>) => spendOfBot(...input)(request).scopes[0]?.id;

it('names one bot the same for all tenants who share it, whatever else their settings are', () => {
  const shared = idOf('chat_api', { webhookId: 'w1', encryptionKey: 'a' });
  expect(idOf('chat_api', { webhookId: 'w1', encryptionKey: 'b', chatUrl: 'https://x.example/' })).toBe(
    shared,
  );
  expect(idOf('chat_api', { webhookId: 'w2' })).not.toBe(shared);
  expect(idOf('generic', { endpointUrl: 'https://Bots.example/one/' })).toBe(
    idOf('generic', { endpointUrl: 'https://bots.example/one' }),
  );
  expect(idOf('generic', { endpointUrl: 'https://bots.example/two' })).not.toBe(
    idOf('generic', { endpointUrl: 'https://bots.example/one' }),
  );
  expect(idOf('v12', { endpointUrl: 'https://v12.example', botId: 'a' })).not.toBe(
    idOf('v12', { endpointUrl: 'https://v12.example', botId: 'b' }),
  );
});

it('leaves no request of a turn out', () => {
  expect(spendOfBot('chat_api', { webhookId: 'w1' })(request).optional).toBe(false);
});
