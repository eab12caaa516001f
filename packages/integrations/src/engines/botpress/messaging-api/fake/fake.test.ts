import { afterAll, beforeAll, expect, it } from 'vitest';
import { mintTurn } from '../../../../conformance/engine-rig.ts';
import { createHttp } from '../../../../http/index.ts';
import type { FakeWebhook } from '../../fake/postman.ts';
import { createMessagingApi } from '../index.ts';
import { createFakeMessagingApi } from './index.ts';

const posted: FakeWebhook[] = [];
let answer = 200;
const poster = {
  post: async (webhook: FakeWebhook) => {
    posted.push(webhook);
    return answer;
  },
  close: () => Promise.resolve(),
};
const bot = { webhookId: 'w', token: 't', responseEndpointURL: 'http://tandem.test/hook/key?x=1' };
const fake = createFakeMessagingApi({ poster });
const http = createHttp({ allowPrivate: true });
let endpointUrl: string;
beforeAll(async () => {
  ({ url: endpointUrl } = await fake.listen());
});
afterAll(async () => {
  await fake.close();
  await http.close();
});

it('is installed only when the probe is answered', async () => {
  answer = 401;
  expect(await fake.install(bot)).toBe(false);
  answer = 200;
  expect(await fake.install(bot)).toBe(true);
  expect(posted.splice(0).map(({ url, body }) => [url, body])).toEqual(
    [1, 2].map(() => [bot.responseEndpointURL, '{"type":"test","payload":"test"}']),
  );
});

it('calls back exactly as configured, without any proof, and has no way to send a bloc', async () => {
  fake.setBot(bot);
  fake.setScript('w', () => [
    { act: 'say', payload: { type: 'bloc', items: [] } },
    { act: 'say', payload: { type: 'markdown', markdown: '*Hi*' } },
  ]);
  const turn = mintTurn();
  const client = createMessagingApi({ http }).connect({ ...bot, endpointUrl });
  await client.send(turn, () => {});
  await fake.settled();
  expect(posted.map(({ url }) => url)).toEqual([bot.responseEndpointURL]);
  expect(Object.keys(posted[0]?.headers ?? {}).sort()).toEqual(['accept', 'content-type', 'user-agent']);
  const body = JSON.parse(posted[0]?.body ?? '');
  expect(body).toMatchObject({ type: 'markdown', payload: { markdown: '*Hi*' } });
  expect(body.conversationId).toBe(turn.conversation.conversationId);
  expect(fake.transcript(turn.conversation.conversationId)).toHaveLength(3);
});
