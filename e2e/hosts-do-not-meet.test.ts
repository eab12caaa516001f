import type { FakeChatwoot } from '@tandem/integrations/fakes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChatwootFixture, chatwootFixture, webhookOf } from './chatwoot-fixture.ts';
import { type Bridge, openBridge } from './open-bridge.ts';
import { type Desk, openDesk } from './open-desk.ts';
import { eventually } from './open-scene.ts';

const conversationId = 9876;
const secret = 'one secret for all';

let bridge: Bridge;
/** Two accounts of one host, and the first one's twin on another host. */
let desks: (Desk & { name: string })[];

beforeAll(async () => {
  bridge = await openBridge();
  const [first, second] = [await openHost(), await openHost()];
  desks = [
    { ...(await openAccount(first, 7)), name: 'host one, account 7' },
    { ...(await openAccount(first, 8)), name: 'host one, account 8' },
    { ...(await openAccount(second, 7)), name: 'host two, account 7' },
  ];
}, 60_000);
afterAll(async () => await bridge?.close());

interface Host {
  chatwoot: FakeChatwoot;
  url: string;
}

async function openHost(): Promise<Host> {
  const host = await bridge.openChatwoot({ messageIdsAfter: 560_000 });
  for (let id = 1; id <= 8; id += 1)
    host.chatwoot.createAccount({ conversationIdsAfter: conversationId - 1 });
  return host;
}

async function openAccount({ chatwoot, url }: Host, accountId: number): Promise<Desk> {
  const bot = chatwoot.createBot({ accountId });
  const inbox = chatwoot.createInbox({ accountId, botId: bot.id });
  const settings = { baseUrl: url, accountId, botToken: bot.token, webhookSecrets: [bot.secret, secret] };
  const desk = await openDesk(bridge, { chatwoot, settings });
  chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: desk.webhookUrl });
  chatwoot.startConversation({ inboxId: inbox.id });
  return desk;
}

/** A customer's message with the same inbox, conversation and message id everywhere; only the account and the words differ. */
function messageFor({ accountId, name }: (typeof desks)[number], id: number): ChatwootFixture {
  const { body, ...fixture } = chatwootFixture('message-created-incoming-web-widget');
  return {
    ...fixture,
    secret,
    body: { ...body, id, account: { id: accountId }, content: `${id} of ${name}` },
  };
}

const takeAll = async (id: number) =>
  await Promise.all(
    desks.map((desk) => bridge.platform.post(webhookOf(desk.webhookUrl, messageFor(desk, id)))),
  );

const heardBy = ({ heard }: Desk): string[] => heard.map(({ text }) => text);

it('messages, replies, echoes and takeovers of equal ids stay with their tenants', async () => {
  const first = await takeAll(551_201);
  expect(first.map(({ body }) => body.status)).toEqual(['accepted', 'accepted', 'accepted']);
  for (const desk of desks) {
    await eventually(() => desk.botTexts(conversationId)).toEqual([`You said: 551201 of ${desk.name}`]);
    expect(heardBy(desk)).toEqual([`551201 of ${desk.name}`]);
    const [shown] = desk.shown(conversationId);
    const sent = async () => (await bridge.platform.trail(desk.scope, shown?.tandemRef ?? '')).subject.row;
    await eventually(sent).toMatchObject({ state: 'sent', channelMessageId: shown?.id });
  }
  // The two hosts give their messages the same ids.
  expect(desks[2]?.shown(conversationId)[0]?.id).toBe(560_001);

  const [taken, ...others] = desks;
  if (!taken) throw new Error('there are three desks');
  const { accountId, agentId } = taken;
  taken.desk.agentReplies({ accountId, conversationId, agentId, text: 'I will take this.' });
  const ownerOf = async ({ scope }: Desk) =>
    (await scope.sessions.findByConversation(conversationId))[0]?.owner;
  await eventually(() => ownerOf(taken)).toBe('human');
  expect(await Promise.all(others.map(ownerOf))).toEqual(['bot', 'bot']);

  await takeAll(551_202);
  for (const desk of others)
    await eventually(() => desk.botTexts(conversationId).at(-1)).toBe(`You said: 551202 of ${desk.name}`);
  expect(heardBy(taken)).toEqual([`551201 of ${taken.name}`]);
  expect(desks.map((desk) => desk.botTexts(conversationId).length)).toEqual([1, 2, 2]);
});

it('a webhook of one account at the URL of another finds nobody', async () => {
  const [first, second] = desks;
  if (!first || !second) throw new Error('there are three desks');
  const astray = webhookOf(first.webhookUrl, messageFor(second, 551_301));
  expect((await bridge.platform.post(astray)).status).toBe(404);
  expect(heardBy(first)).not.toContain(`551301 of ${second.name}`);
});

it('a bot that names another tenant’s conversation is not heard', async () => {
  const [first, second] = desks;
  if (!first || !second) throw new Error('there are three desks');
  const [session] = await second.scope.sessions.findByConversation(conversationId);
  const before = second.shown(conversationId).length;
  const data = {
    id: 'astray',
    conversationId: session?.engineConversationId,
    userId: 'bot',
    createdAt: new Date().toISOString(),
    payload: { type: 'text', text: 'astray' },
    isBot: true,
  };
  const answer = await bridge.platform.post({
    url: first.engineWebhookUrl,
    headers: { 'content-type': 'application/json', 'x-secret-key': first.engineSecret },
    body: JSON.stringify({ type: 'message_created', data }),
  });
  expect(answer).toMatchObject({ status: 200, body: { status: 'ignored', reason: 'unknown conversation' } });
  expect(second.shown(conversationId)).toHaveLength(before);
});
