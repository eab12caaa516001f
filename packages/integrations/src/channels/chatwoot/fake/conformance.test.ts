import { describe, expect, it } from 'vitest';
import { botTexts, fake, free, http, kindOf, openClient, say, url } from '../../../../test/open-client.ts';
import { LeaseLost } from '../../../contract/index.ts';
import { createChatwoot } from '../index.ts';

describe('sending', () => {
  it('shows the text to the customer, with our ref on it', async () => {
    const { client, place } = openClient();
    const { messageId } = await say(client, place.conversationId, 'Good morning', 'ref-1');
    expect(fake.transcript(place).at(-1)).toMatchObject({
      id: messageId,
      from: 'bot',
      type: 'outgoing',
      private: false,
      text: 'Good morning',
      tandemRef: 'ref-1',
    });
  });

  it('keeps a note private', async () => {
    const { client, place } = openClient();
    const content = { type: 'text', text: 'for agents' } as const;
    await client.send({ conversationId: place.conversationId, content, ref: 'note', private: true }, free);
    expect(fake.transcript(place).at(-1)).toMatchObject({ private: true, tandemRef: 'note' });
  });

  it('lets Liquid arrive as it was written, in code and outside', async () => {
    const { client, place } = openClient();
    const text =
      'Hi {{contact.name}} {% raw %} {{{x}}} `{{code}} {%x%}` and `` {`{{y}}`} {{ "`" }} {%if a%}{% endraw %} `';
    await say(client, place.conversationId, text, 'liquid');
    expect(botTexts(place)).toEqual([text]);
  });

  it('replaces lone surrogates', async () => {
    const { client, place } = openClient();
    await say(client, place.conversationId, 'a\ud800b \\ud800', 'surrogate');
    expect(botTexts(place)).toEqual(['a\ufffdb \\ud800']);
  });

  it('replaces U+0000, which no text in PostgreSQL may hold', async () => {
    const { client, place } = openClient();
    await say(client, place.conversationId, 'a\0b \\u0000', 'nul');
    expect(botTexts(place)).toEqual(['a\ufffdb \\u0000']);
  });

  it('sends nothing when the guard throws', async () => {
    const { client, place } = openClient();
    const content = { type: 'text', text: 'too late' } as const;
    const guard = () => {
      throw new LeaseLost();
    };
    const sending = client.send(
      { conversationId: place.conversationId, content, ref: 'r', private: false },
      guard,
    );
    await expect(sending).rejects.toBeInstanceOf(LeaseLost);
    await say(client, place.conversationId, 'in time', 's');
    expect(botTexts(place)).toEqual(['in time']);
    expect(fake.counters().requests).toEqual({ 'message.create': 1 });
  });
});

describe('status and typing', () => {
  it('opens, gives back and resolves', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    for (const status of ['open', 'pending', 'resolved'] as const) {
      await client.setStatus({ conversationId, status }, free);
      expect(fake.conversation(place).status).toBe(status);
    }
  });

  it('types and stops typing', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    await client.setTyping({ conversationId, on: true }, free);
    expect(fake.conversation(place).typing).toBe(true);
    await client.setTyping({ conversationId, on: false }, free);
    expect(fake.conversation(place).typing).toBe(false);
  });
});

describe('finding', () => {
  it('finds our message among many newer ones, and only ours', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    const before = await say(client, conversationId, 'first', 'first');
    const wanted = await say(client, conversationId, 'wanted', 'wanted');
    for (let count = 0; count < 230; count += 1) fake.customerSends({ ...place, text: `more ${count}` });
    const last = await say(client, conversationId, 'last', 'last');
    const after = { conversationId, afterMessageId: before.messageId };
    expect(await client.find({ ...after, ref: 'wanted' })).toEqual(wanted);
    expect(await client.find({ ...after, ref: 'last' })).toEqual(last);
    expect(await client.find({ ...after, ref: 'first' })).toBeNull();
    expect(await client.find({ ...after, ref: 'never sent' })).toBeNull();
    expect(await client.find({ conversationId, ref: 'last', afterMessageId: null })).toEqual(last);
    expect(await client.find({ conversationId, ref: 'wanted', afterMessageId: null })).toBeNull();
  });

  it('says that it cannot without a token that may read', async () => {
    const { client, place } = openClient({ adminToken: null });
    expect(client.canRead).toBe(false);
    const finding = client.find({ conversationId: place.conversationId, ref: 'x', afterMessageId: null });
    expect(await kindOf(finding)).toBe('unauthorized');
  });

  it('is refused with a bot token, as Chatwoot refuses it', async () => {
    const { place, bot } = openClient();
    const { client } = {
      client: createChatwoot({ http, nowMs: Date.now }).connect({
        baseUrl: url,
        accountId: place.accountId,
        botToken: 'x',
        adminToken: bot.token,
      }),
    };
    const finding = client.find({ conversationId: place.conversationId, ref: 'x', afterMessageId: null });
    expect(await kindOf(finding)).toBe('unauthorized');
  });
});
