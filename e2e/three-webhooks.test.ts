import type { FakeChatwootOptions } from '@tandem/integrations/fakes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bridge, openBridge } from './open-bridge.ts';
import { type Desk, openDesk } from './open-desk.ts';
import { eventually } from './open-scene.ts';

/** Where all of a Chatwoot's webhooks point to, before the tenant's own URL is known. */
const placeholder = 'http://tandem.test/hook';
const subscriptions = ['message_created', 'message_updated', 'conversation_status_changed'];

let bridge: Bridge;
beforeAll(async () => {
  bridge = await openBridge();
}, 60_000);
afterAll(async () => await bridge?.close());

interface ApiInbox extends Desk {
  conversationId: number;
  /** What was answered to this Chatwoot, in order. */
  answered: { status: number; word: string | undefined; isSigned: boolean }[];
  write(text: string): void;
}

/** An API inbox whose own callback, agent bot and account webhook all call the tenant's one URL. */
async function openApiInbox(
  options: FakeChatwootOptions & { allowUnsigned?: boolean; ways?: 'all' | 'bot' } = {},
): Promise<ApiInbox> {
  const { allowUnsigned = false, ways = 'all', ...fakeOptions } = options;
  const answered: ApiInbox['answered'] = [];
  let url = placeholder;
  const { chatwoot, url: baseUrl } = await bridge.openChatwoot({
    ...fakeOptions,
    poster: {
      async post(webhook) {
        const { status, body } = await bridge.platform.post({ ...webhook, url });
        answered.push({ status, word: body.status, isSigned: 'x-chatwoot-signature' in webhook.headers });
        return status;
      },
      close: async () => {},
    },
  });
  const { id: accountId } = chatwoot.createAccount();
  const bot = chatwoot.createBot({ accountId, outgoingUrl: placeholder });
  const isAll = ways === 'all';
  const inbox = chatwoot.createInbox({
    accountId,
    channel: 'Channel::Api',
    botId: bot.id,
    webhookUrl: isAll ? placeholder : null,
  });
  const secrets = [bot.secret, inbox.secret];
  if (isAll) secrets.push(chatwoot.createWebhook({ accountId, url: placeholder, subscriptions }).secret);
  const settings = {
    baseUrl,
    accountId,
    inboxId: inbox.id,
    botToken: bot.token,
    webhookSecrets: secrets.filter((secret) => secret !== ''),
    allowUnsigned,
  };
  const desk = await openDesk(bridge, { chatwoot, settings });
  url = desk.webhookUrl;
  const { conversationId } = chatwoot.startConversation({ inboxId: inbox.id });
  await chatwoot.settled();
  answered.splice(0);
  return {
    ...desk,
    conversationId,
    answered,
    write: (text) => void chatwoot.customerSends({ accountId, conversationId, text }),
  };
}

const words = ({ answered }: ApiInbox) => answered.map(({ word }) => word).sort();

describe('an account webhook, an API inbox and an agent bot that call one URL, each with its own secret', () => {
  it('make one message of one message', async () => {
    const inbox = await openApiInbox();
    inbox.write('hello');
    await eventually(() => inbox.botTexts(inbox.conversationId)).toEqual(['You said: hello']);
    expect(inbox.heard).toHaveLength(1);
    await inbox.desk.settled();
    // The message, and the echo of its answer, three times each.
    await eventually(() => inbox.answered.length).toBeGreaterThanOrEqual(6);
    const firsts = words(inbox).filter((word) => word === 'accepted');
    expect(firsts).toHaveLength(2);
    expect(words(inbox).filter((word) => word === 'duplicate')).toHaveLength(4);
    expect(inbox.answered.every(({ status, isSigned }) => status === 200 && isSigned)).toBe(true);
  });

  it('make one takeover of an agent’s reply, and the bot is silent', async () => {
    const inbox = await openApiInbox();
    const { accountId, conversationId, agentId } = inbox;
    inbox.write('hello');
    await eventually(() => inbox.botTexts(conversationId)).toHaveLength(1);
    inbox.desk.agentReplies({ accountId, conversationId, agentId, text: 'I will take this.' });
    await inbox.desk.settled();
    inbox.write('thanks');
    await inbox.desk.settled();
    const [session] = await inbox.scope.sessions.findByConversation(conversationId);
    expect(session).toMatchObject({ owner: 'human', ownerReason: 'an agent replied', agentReplied: true });
    expect(inbox.heard).toHaveLength(1);
    expect(inbox.botTexts(conversationId)).toHaveLength(1);
  });

  it('are each refused without its own secret', async () => {
    const inbox = await openApiInbox();
    const other = await openApiInbox();
    const forged = { 'x-chatwoot-signature': `sha256=${'0'.repeat(64)}`, 'content-type': 'application/json' };
    for (const url of [inbox.webhookUrl, other.webhookUrl])
      expect((await bridge.platform.post({ url, headers: forged, body: '{}' })).status).toBe(401);
  });
});

describe('a Chatwoot from before webhooks were signed', () => {
  const old = { version: '4.10', ways: 'bot' } as const;

  it('is heard by the key in the path where the connection allows it', async () => {
    const inbox = await openApiInbox({ ...old, allowUnsigned: true });
    inbox.write('hello');
    await eventually(() => inbox.botTexts(inbox.conversationId)).toEqual(['You said: hello']);
    expect(inbox.answered.every(({ status, isSigned }) => status === 200 && !isSigned)).toBe(true);
  });

  it('is refused where it does not', async () => {
    const inbox = await openApiInbox(old);
    inbox.write('hello');
    await eventually(() => inbox.answered.map(({ status }) => status)).toContain(401);
    expect(inbox.heard).toEqual([]);
  });

  it('must not send a wrong signature either', async () => {
    const inbox = await openApiInbox({ ...old, allowUnsigned: true });
    const headers = {
      'content-type': 'application/json',
      'x-chatwoot-signature': `sha256=${'0'.repeat(64)}`,
    };
    const answer = await bridge.platform.post({ url: inbox.webhookUrl, headers, body: '{}' });
    expect(answer.status).toBe(401);
  });
});
