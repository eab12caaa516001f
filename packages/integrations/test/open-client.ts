import { afterEach, beforeEach } from 'vitest';
import { createFakeChatwoot, type FakeChatwoot } from '../src/channels/chatwoot/fake/index.ts';
import { createChatwoot } from '../src/channels/chatwoot/index.ts';
import { type ChannelClient, UpstreamError } from '../src/contract/index.ts';
import { createHttp, type HttpAndFiles } from '../src/http/index.ts';

export let fake: FakeChatwoot;
export let http: HttpAndFiles;
export let url: string;

beforeEach(async () => {
  fake = createFakeChatwoot({ retryDelayMs: 10 });
  http = createHttp({ allowPrivate: true, connectTimeoutMs: 1_000 });
  ({ url } = await fake.listen());
});

afterEach(async () => {
  await http.close();
  await fake.close();
});

export interface Desk {
  account: { id: number; teams: { id: number; name: string }[] };
  bot: { id: number; token: string };
  inbox: { id: number };
  admin: { id: number; token: string };
  place: { accountId: number; conversationId: number };
  client: ChannelClient;
}

export function openClient(settings: Record<string, unknown> = {}): Desk {
  const account = fake.createAccount({ teams: ['sales'] });
  const bot = fake.createBot({ accountId: account.id });
  const inbox = fake.createInbox({ accountId: account.id, botId: bot.id });
  const admin = fake.createUser({ accountId: account.id, role: 'administrator' });
  const { accountId, conversationId } = fake.startConversation({ inboxId: inbox.id, text: 'Hello?' });
  const client = createChatwoot({ http, nowMs: Date.now }).connect({
    baseUrl: url,
    accountId: account.id,
    botToken: bot.token,
    adminToken: admin.token,
    ...settings,
  });
  return { account, bot, inbox, admin, place: { accountId, conversationId }, client };
}

export const free = () => {};
export const say = (client: ChannelClient, conversationId: number, text: string, ref: string) =>
  client.send({ conversationId, content: { type: 'text', text }, ref, private: false }, free);
export const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing thrown',
    (error: unknown) => (error instanceof UpstreamError ? error.kind : error),
  );
export const botTexts = (place: Desk['place']) =>
  fake
    .transcript(place)
    .filter(({ from }) => from === 'bot')
    .map(({ text }) => text);
