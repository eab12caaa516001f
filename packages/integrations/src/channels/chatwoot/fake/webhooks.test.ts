import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { fakes, openDesk } from '../../../../test/open-desk.ts';
import { verifyWebhook } from '../verify-webhook.ts';
import { createFakeChatwoot } from './index.ts';

describe('a webhook', () => {
  it('is what the channel reads and proves: the customer, the place, the text', async () => {
    const { fake, received, acted, start, inbox } = openDesk();
    const { accountId, conversationId, messageId } = start('I <b>need</b> a demo & \u2028 more');
    await fake.settled();
    expect(received.every(({ isProven }) => isProven)).toBe(true);
    expect(acted()).toEqual([
      expect.objectContaining({
        kind: 'customer-message',
        accountId,
        inboxId: inbox.id,
        conversationId,
        messageId,
        message: { text: 'I <b>need</b> a demo & \u2028 more', attachments: [] },
        conversation: expect.objectContaining({ status: 'pending', assigneeId: null, locale: 'sv' }),
      }),
    ]);
  });

  it('comes for every message, also for the bot’s own, its notes and an agent’s', async () => {
    const { fake, acted, start, call, agent } = openDesk();
    const ref = start();
    await call(`${ref.conversationId}/messages`, { content: 'Hi', content_attributes: { tandem_ref: 'a' } });
    await call(`${ref.conversationId}/messages`, {
      content: 'x',
      private: true,
      content_attributes: { tandem_ref: 'b' },
    });
    fake.agentReplies({ ...ref, agentId: agent.id, text: 'I take over' });
    fake.agentReplies({ ...ref, agentId: agent.id, text: 'only for us', private: true });
    fake.agentReplies({ ...ref, agentId: null, text: 'from the phone' });
    await fake.settled();
    expect(acted()).toEqual([
      expect.objectContaining({ kind: 'customer-message' }),
      expect.objectContaining({ kind: 'echo', ref: 'a' }),
      expect.objectContaining({ kind: 'echo', ref: 'b' }),
      expect.objectContaining({ kind: 'agent-message', agentId: agent.id }),
      expect.objectContaining({ kind: 'agent-message', agentId: null }),
    ]);
  });

  it('goes to account and API inbox too, each with its own secret and delivery id', async () => {
    const { fake, account, bot, secrets, received } = openDesk();
    const account2 = fake.createWebhook({
      accountId: account.id,
      url: 'http://account',
      subscriptions: ['message_created'],
    });
    const api = fake.createInbox({
      accountId: account.id,
      botId: bot.id,
      channel: 'Channel::Api',
      webhookUrl: 'http://api',
    });
    secrets.set('http://account', account2.secret).set('http://api', api.secret);
    fake.startConversation({ inboxId: api.id, text: 'Hi' });
    await fake.settled();
    const created = received.filter(({ body }) => body.event === 'message_created');
    expect(created.map(({ url }) => url).sort()).toEqual(['http://account', 'http://api', 'http://bot']);
    expect(new Set(created.map(({ deliveryId }) => deliveryId)).size).toBe(3);
    expect(received.every(({ isProven }) => isProven)).toBe(true);
    const hears = (url: string) =>
      received.some((webhook) => webhook.url === url && webhook.body.event === 'conversation_created');
    expect([hears('http://api'), hears('http://bot'), hears('http://account')]).toEqual([true, false, false]);
  });

  it('of an old version is not signed, tells bots less and names no account beside the message', async () => {
    const { fake, received, events, acted, start, agent } = openDesk({ version: '4.10' });
    const ref = start();
    fake.agentSetsStatus({ ...ref, agentId: agent.id, status: 'resolved' });
    await fake.settled();
    expect(received.some(({ isProven, deliveryId }) => isProven || deliveryId !== undefined)).toBe(false);
    expect(events()).toEqual(['message_created', 'conversation_resolved']);
    expect(acted()).toEqual([
      expect.objectContaining({ kind: 'customer-message', accountId: ref.accountId }),
      expect.objectContaining({ kind: 'status', status: 'resolved', accountId: null }),
    ]);
  });

  it('of an answer comes on the bot’s message, and again with its receipt', async () => {
    const { fake, acted, start, call } = openDesk();
    const ref = start();
    const items = [{ title: 'Morning', value: 'am' }];
    const response = await call(`${ref.conversationId}/messages`, {
      content: 'Pick',
      content_type: 'input_select',
      content_attributes: { items },
    });
    const { id: messageId }: { id: number } = JSON.parse(await response.text());
    fake.customerAnswers({ ...ref, messageId, values: items });
    fake.markMessage({ ...ref, messageId, status: 'read' });
    await fake.settled();
    const choices = acted().filter(({ kind }) => kind === 'choice');
    expect(choices).toHaveLength(2);
    expect(choices[0]).toMatchObject({ messageId, message: { choice: { title: 'Morning', value: 'am' } } });
    expect(choices[1]).toMatchObject(choices[0] ?? {});
  });
});

describe('over real HTTP', () => {
  it('a receiver hears the signed bytes, and one that does not answer in time opens the conversation', async () => {
    const heard: { event: string; isProven: boolean }[] = [];
    let secret = '';
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks);
        const header = (name: string) => request.headers[name]?.toString();
        const { event, content } = JSON.parse(body.toString());
        const webhook = { header, body, receivedAtMs: Date.now() };
        heard.push({
          event,
          isProven: verifyWebhook(webhook, { secrets: [secret], pathKeyAlone: false }).ok,
        });
        if (content !== 'no answer') response.end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const fake = createFakeChatwoot({ webhookTimeoutMs: 100 });
    fakes.push(fake);
    const account = fake.createAccount();
    const bot = fake.createBot({ accountId: account.id, outgoingUrl: `http://127.0.0.1:${port}/hook?a=b` });
    secret = bot.secret;
    const inbox = fake.createInbox({ accountId: account.id, botId: bot.id });
    const fine = fake.startConversation({ inboxId: inbox.id, text: 'Grüße <b>' });
    const late = fake.startConversation({ inboxId: inbox.id, text: 'no answer' });
    await fake.settled();
    expect(heard).toContainEqual({ event: 'message_created', isProven: true });
    expect(heard.every(({ isProven }) => isProven)).toBe(true);
    expect(fake.conversation(fine).status).toBe('pending');
    expect(fake.conversation(late).status).toBe('open');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
