import { afterEach, describe, expect, it } from 'vitest';
import { free, kindOf } from '../../../test/open-client.ts';
import { createHttp } from '../../http/index.ts';
import { createFakeChatwoot } from './fake/index.ts';
import { createChatwoot } from './index.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function openOld(version: '4.10' | '4.13' | 'current', hasAdmin: boolean) {
  const fake = createFakeChatwoot({ version });
  const http = createHttp({ allowPrivate: true });
  closers.push(
    () => http.close(),
    () => fake.close(),
  );
  const { url } = await fake.listen();
  const account = fake.createAccount();
  const bot = fake.createBot({ accountId: account.id });
  const inbox = fake.createInbox({ accountId: account.id, botId: bot.id });
  const admin = fake.createUser({ accountId: account.id, role: 'administrator' });
  const place = fake.startConversation({ inboxId: inbox.id, text: 'Hello?' });
  let nowMs = 0;
  const channel = createChatwoot({ http, nowMs: () => nowMs });
  const connect = () =>
    channel.connect({
      baseUrl: url,
      accountId: account.id,
      botToken: bot.token,
      ...(hasAdmin ? { adminToken: admin.token } : {}),
    });
  return { fake, connect, place, admin, later: (ms: number) => (nowMs += ms) };
}

const labels = ['vip'];

describe.each(['4.10', '4.13', 'current'] as const)('a Chatwoot of version %s', (version) => {
  it('lets an admin do what its bots may not', async () => {
    const { fake, connect, place } = await openOld(version, true);
    const { conversationId } = place;
    const client = connect();
    await client.addLabels({ conversationId, labels }, free);
    await client.mergeAttributes({ conversationId, attributes: { plan: 'gold' } }, free);
    expect(fake.conversation(place)).toMatchObject({ labels, customAttributes: { plan: 'gold' } });
  });

  it('fails no turn for its typing', async () => {
    const { fake, connect, place } = await openOld(version, true);
    await connect().setTyping({ conversationId: place.conversationId, on: true }, free);
    expect(fake.conversation(place).typing).toBe(version !== '4.10');
  });

  it('without an admin says what cannot be done, and goes on', async () => {
    const { fake, connect, place } = await openOld(version, false);
    const { conversationId } = place;
    const client = connect();
    const may = version === 'current' ? 'nothing thrown' : 'unauthorized';
    expect(await kindOf(client.addLabels({ conversationId, labels }, free))).toBe(may);
    expect(await kindOf(client.mergeAttributes({ conversationId, attributes: {} }, free))).toBe(may);
    await client.setStatus({ conversationId, status: 'open' }, free);
    await client.setPriority({ conversationId, priority: 'high' }, free);
    expect(fake.conversation(place)).toMatchObject({ status: 'open', priority: 'high' });
  });
});

it('is asked for a right once, by all clients of a connection, and again after an hour', async () => {
  const { fake, connect, place, later } = await openOld('4.10', false);
  const type = () => connect().setTyping({ conversationId: place.conversationId, on: true }, free);
  for (let count = 0; count < 5; count += 1) await type();
  expect(fake.counters().requests['conversation.typing']).toBe(1);
  later(3_600_000);
  await type();
  expect(fake.counters().requests['conversation.typing']).toBe(2);
});
