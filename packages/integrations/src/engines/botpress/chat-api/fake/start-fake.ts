import type { FakeWebhook } from '../../fake/postman.ts';
import type { Fields } from '../../fields.ts';
import { signUserKey } from '../sign-user-key.ts';
import { createFakeChatApi, type FakeChatApiOptions } from './index.ts';

export const encryptionKey = 'fake-encryption-key';
const bot = {
  webhookId: 'bot-1',
  encryptionKey,
  webhookUrl: 'http://tandem.test/hook/key',
  webhookSecret: 'shh',
};

/** A fake in this process; webhooks are kept, and answered when `answer` says so. */
export function startFake(
  options: FakeChatApiOptions = {},
  answer: (webhook: FakeWebhook) => Promise<number> | number = () => 200,
) {
  const webhooks: { webhook: FakeWebhook; type: string; data: Fields }[] = [];
  const poster = {
    async post(webhook: FakeWebhook) {
      webhooks.push({ webhook, ...JSON.parse(webhook.body) });
      return answer(webhook);
    },
    close: () => Promise.resolve(),
  };
  const fake = createFakeChatApi({ bots: [bot], poster, ...options });

  async function call(method: string, path: string, body?: unknown, as: string | null = 'u1') {
    const userKey = as === null ? {} : { 'x-user-key': signUserKey({ userId: as, encryptionKey }) };
    const response = await fake.fetch(
      new Request(`http://chat.test/bot-1/${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...userKey },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  }
  async function open(conversationId = 'c1', as = 'u1') {
    await call('POST', 'users/get-or-create', {}, as);
    return call('POST', 'conversations/get-or-create', { id: conversationId }, as);
  }
  const say = (text: string, conversationId = 'c1') =>
    call('POST', 'messages', { conversationId, payload: { type: 'text', text } });
  return { fake, webhooks, call, open, say };
}
