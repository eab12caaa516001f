import { createServer } from 'node:http';
import { describe, expect, it, vi } from 'vitest';
import { botTexts, fake, free, http, kindOf, openClient, say, url } from '../../../../test/open-client.ts';
import { createChatwoot } from '../index.ts';
import { createFakeChatwoot } from './index.ts';

describe('failures', () => {
  it('an unknown token, another account and an unknown conversation are refused', async () => {
    const { client, place } = openClient();
    const other = fake.createAccount();
    const strange = openClient({ botToken: 'nobody' });
    const abroad = createChatwoot({ http, nowMs: Date.now }).connect({
      baseUrl: url,
      accountId: other.id,
      botToken: strange.bot.token,
    });
    expect(await kindOf(say(strange.client, strange.place.conversationId, 'x', 'r'))).toBe('unauthorized');
    expect(await kindOf(say(abroad, 1, 'x', 'r'))).toBe('unauthorized');
    expect(await kindOf(say(client, place.conversationId + 1_000, 'x', 'r'))).toBe('rejected');
    expect(await kindOf(say(client, place.conversationId, 'x'.repeat(150_001), 'r'))).toBe('rejected');
  });

  it('cut after it was stored: the outcome is unknown, then it is found, once', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    const { messageId } = await say(client, conversationId, 'before', 'before');
    fake.faults.set({
      direction: 'request',
      name: 'cut-after-store',
      rate: 1,
      times: 1,
      only: ['message.create'],
    });
    expect(await kindOf(say(client, conversationId, 'stored', 'cut'))).toBe('unknown-outcome');
    const found = await client.find({ conversationId, ref: 'cut', afterMessageId: messageId });
    expect(found).toEqual({ messageId: fake.transcript(place).at(-1)?.id });
    expect(botTexts(place)).toEqual(['before', 'stored']);
  });

  it('cut before it was stored: the outcome is unknown, and it is found once it is stored', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    fake.faults.set({ direction: 'request', name: 'store-late', rate: 1, times: 1, delayMs: 1_000 });
    expect(await kindOf(say(client, conversationId, 'late', 'late'))).toBe('unknown-outcome');
    expect(await client.find({ conversationId, ref: 'late', afterMessageId: null })).toBeNull();
    await vi.waitFor(() => expect(botTexts(place)).toEqual(['late']), 5_000);
    expect(await client.find({ conversationId, ref: 'late', afterMessageId: null })).not.toBeNull();
  });

  it('a dropped request may have been carried out for all we know', async () => {
    const { client, place } = openClient();
    fake.faults.set({ direction: 'request', name: 'drop', rate: 1 });
    expect(await kindOf(say(client, place.conversationId, 'x', 'r'))).toBe('unknown-outcome');
    expect(botTexts(place)).toEqual([]);
    const reading = client.find({ conversationId: place.conversationId, ref: 'r', afterMessageId: null });
    expect(await kindOf(reading)).toBe('unreachable');
  });

  it('a 429 asks to wait, a full conversation too, a 500 leaves the message in doubt and the status undone', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    fake.faults.set({ direction: 'request', name: 'rate-limit', rate: 1, times: 1 });
    expect(await kindOf(say(client, conversationId, 'x', 'r'))).toBe('rate-limited');
    fake.faults.set({ direction: 'request', name: 'fail', rate: 1 });
    expect(await kindOf(say(client, conversationId, 'x', 'r'))).toBe('unknown-outcome');
    expect(await kindOf(client.setStatus({ conversationId, status: 'open' }, free))).toBe('failed');
    expect(await kindOf(client.setTyping({ conversationId, on: true }, free))).toBe('failed');
    expect(fake.conversation(place)).toMatchObject({ status: 'pending', typing: false });
    expect(botTexts(place)).toEqual([]);
  });

  it('nobody there: nothing was sent', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const { client, place } = openClient({ baseUrl: `http://127.0.0.1:${port}` });
    expect(await kindOf(say(client, place.conversationId, 'x', 'r'))).toBe('unreachable');
  });

  it('tells a full conversation as a limit and not as a refusal', async () => {
    const full = createFakeChatwoot({ conversationMessagesPerMinute: 3 });
    const { url: fullUrl } = await full.listen();
    try {
      const account = full.createAccount();
      const bot = full.createBot({ accountId: account.id });
      const inbox = full.createInbox({ accountId: account.id, botId: bot.id });
      const { conversationId } = full.startConversation({ inboxId: inbox.id, text: '1' });
      const client = createChatwoot({ http, nowMs: Date.now }).connect({
        baseUrl: fullUrl,
        accountId: account.id,
        botToken: bot.token,
      });
      await say(client, conversationId, '2', 'a');
      await say(client, conversationId, '3', 'b');
      expect(await kindOf(say(client, conversationId, '4', 'c'))).toBe('rate-limited');
    } finally {
      await full.close();
    }
  });
});
