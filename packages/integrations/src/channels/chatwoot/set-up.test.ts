import { describe, expect, it } from 'vitest';
import { fake, http, kindOf, url } from '../../../test/open-client.ts';
import type { ChannelSetUp } from '../../contract/index.ts';
import { connectSetUp } from './set-up.ts';

let requests = 0;
const pace = {
  budget: async () => {
    requests += 1;
  },
};

function openAccount(role: 'administrator' | 'agent' = 'administrator') {
  const account = fake.createAccount({ keepsPendingOnBotFailure: true });
  const { token } = fake.createUser({ accountId: account.id, role });
  const connect = (adminToken = token) =>
    connectSetUp(http, { baseUrl: url, accountId: account.id, adminToken }, pace);
  return { accountId: account.id, token, connect, setUp: connect() };
}

describe('an administrator', () => {
  it('makes an API inbox and a bot, attaches it, and finds both again', async () => {
    const { setUp } = openAccount();
    requests = 0;
    const inbox = await setUp.createApiInbox({ name: 'App' });
    expect(inbox).toMatchObject({ name: 'App', channelType: 'Channel::Api', greets: false });
    const bot = await setUp.createBot({ name: 'Harper', description: 'marker' });
    expect(bot).toMatchObject({ description: 'marker', outgoingUrl: null, isSystem: false });
    expect([bot.accessToken, bot.secret]).toEqual([expect.any(String), expect.any(String)]);
    await setUp.setBotUrl({ botId: bot.id, outgoingUrl: 'https://tandem.test/hook' });
    expect(await setUp.attachedBot(inbox.id)).toBeNull();
    await setUp.attachBot({ inboxId: inbox.id, botId: bot.id });
    expect(await setUp.attachedBot(inbox.id)).toMatchObject({
      id: bot.id,
      secret: bot.secret,
      outgoingUrl: 'https://tandem.test/hook',
    });
    expect((await setUp.inboxes()).map(({ id }) => id)).toEqual([inbox.id]);
    expect((await setUp.bots()).map(({ id }) => id)).toEqual([bot.id]);
    expect(requests).toBe(8);
  });

  it('is told what is odd about the account', async () => {
    const { setUp, accountId } = openAccount();
    const { id } = fake.createInbox({ accountId, greets: true, outOfOfficeMessage: 'Closed' });
    fake.createWebhook({ accountId, url: 'https://tandem.test/hook', subscriptions: ['message_created'] });
    expect(await setUp.inbox(id)).toMatchObject({ greets: true, saysOutOfOffice: true });
    expect(await setUp.keepsPendingOnBotFailure()).toBe(true);
    expect(await setUp.webhookUrls()).toEqual(['https://tandem.test/hook']);
  });

  it('is told what an inbox does by itself, and who may be given conversations', async () => {
    const account = fake.createAccount({ teams: ['sales'] });
    const { id, token: adminToken } = fake.createUser({ accountId: account.id, role: 'administrator' });
    const setUp = connectSetUp(http, { baseUrl: url, accountId: account.id, adminToken }, pace);
    const inbox = fake.createInbox({ accountId: account.id, collectsEmail: true, autoAssigns: true });
    expect(await setUp.inbox(inbox.id)).toMatchObject({ collectsEmail: true, autoAssigns: true });
    fake.setInbox({ inboxId: inbox.id, collectsEmail: false, autoAssigns: false });
    expect(await setUp.inbox(inbox.id)).toMatchObject({ collectsEmail: false, autoAssigns: false });
    expect([await setUp.agentIds(), await setUp.teamIds()]).toEqual([[id], [account.teams[0]?.id]]);
  });

  it('sees nothing of other accounts, and secrets of no system bot', async () => {
    const [mine, theirs] = [openAccount(), openAccount()];
    const system = fake.createBot({ accountId: null });
    const inbox = fake.createInbox({ accountId: theirs.accountId });
    const bot = fake.createBot({ accountId: theirs.accountId });
    expect([await mine.setUp.inbox(inbox.id), await mine.setUp.bot(bot.id)]).toEqual([null, null]);
    expect(await mine.setUp.bots()).toMatchObject([
      { id: system.id, isSystem: true, accessToken: null, secret: null },
    ]);
    expect(await kindOf(mine.setUp.setBotUrl({ botId: system.id, outgoingUrl: 'https://x.test' }))).toBe(
      'rejected',
    );
    const foreign = connectSetUp(
      http,
      {
        baseUrl: url,
        accountId: theirs.accountId,
        adminToken: mine.token,
      },
      pace,
    );
    expect(await foreign.role()).toBeNull();
    expect(await kindOf(foreign.inboxes())).toBe('unauthorized');
  });
});

describe('without the right', () => {
  const writes: [string, (setUp: ChannelSetUp) => Promise<unknown>][] = [
    ['make an inbox', (setUp) => setUp.createApiInbox({ name: 'x' })],
    ['make a bot', (setUp) => setUp.createBot({ name: 'x', description: '' })],
    ['change a bot', (setUp) => setUp.setBotUrl({ botId: 1, outgoingUrl: 'https://x.test' })],
    ['attach a bot', (setUp) => setUp.attachBot({ inboxId: 1, botId: 1 })],
    ['list webhooks', (setUp) => setUp.webhookUrls()],
  ];

  it.each(writes)('an agent may not %s', async (_what, write) => {
    const { setUp } = openAccount('agent');
    expect(await setUp.role()).toBe('agent');
    expect(await kindOf(write(setUp))).toBe('unauthorized');
  });

  it('an agent is told no secret', async () => {
    const { setUp, accountId } = openAccount('agent');
    const { id } = fake.createBot({ accountId });
    expect(await setUp.bot(id)).toMatchObject({ secret: null });
  });

  it('a bot token or a wrong one gets nowhere', async () => {
    const { connect, accountId } = openAccount();
    const bot = fake.createBot({ accountId });
    for (const token of [bot.token, 'wrong']) {
      const setUp = connect(token);
      expect([await kindOf(setUp.role()), await kindOf(setUp.inboxes())]).toEqual([
        'unauthorized',
        'unauthorized',
      ]);
    }
  });
});

it('a webhook URL is taken once per account', async () => {
  const { accountId, token } = openAccount();
  const create = () =>
    http.request({
      method: 'POST',
      url: `${url}/api/v1/accounts/${accountId}/webhooks`,
      headers: { api_access_token: token },
      json: { url: 'https://tandem.test/hook', subscriptions: ['message_created'] },
      timeoutMs: 1_000,
      write: true,
    });
  expect([(await create()).status, (await create()).status]).toEqual([200, 422]);
});
