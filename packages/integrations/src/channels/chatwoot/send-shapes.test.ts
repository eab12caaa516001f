import type { Content } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { type Desk, fake, free, http, kindOf, openClient, url } from '../../../test/open-client.ts';
import type { HttpAndFiles } from '../../http/index.ts';
import { createChatwoot } from './index.ts';

const send = (desk: Pick<Desk, 'client' | 'place'>, content: Content) =>
  desk.client.send(
    { conversationId: desk.place.conversationId, content, ref: 'ref-1', private: false },
    free,
  );
const last = (desk: Desk) => fake.transcript(desk.place).at(-1);

const options = [
  { title: 'Morning slot', value: 'slot_am' },
  { title: 'Afternoon slot', value: 'slot_pm' },
];
const choice: Content = { type: 'choice', text: 'Which {{slot}}?', options };
const link = { type: 'link', title: 'See it', url: 'https://x.example/tent' } as const;
const cards: Content = {
  type: 'cards',
  cards: [{ title: 'Tent', subtitle: 'For two', imageUrl: 'https://x.example/t.png', actions: [link] }],
};

it('a choice can be clicked, and the click is a choice again', async () => {
  const desk = openClient();
  const { messageId } = await send(desk, choice);
  expect(last(desk)).toMatchObject({
    text: 'Which {{slot}}?',
    contentType: 'input_select',
    contentAttributes: { items: options },
    tandemRef: 'ref-1',
  });
  fake.customerPicks({ ...desk.place, messageId, value: 'slot_pm' });
  expect(last(desk)?.contentAttributes.submitted_values).toEqual([options[1]]);
});

it.each([
  ['Channel::Whatsapp', 'Afternoon slot'],
  ['Channel::FacebookPage', 'Afternoon slot'],
  ['Channel::Telegram', 'slot_pm'],
  ['Channel::Line', 'slot_pm'],
])('a click in %s arrives as the text %s', async (channel, text) => {
  const desk = openClient();
  const inbox = fake.createInbox({ accountId: desk.account.id, botId: desk.bot.id, channel });
  const place = fake.startConversation({ inboxId: inbox.id, text: 'Hello?' });
  const { messageId } = await send({ ...desk, place }, choice);
  fake.customerPicks({ ...place, messageId, value: 'slot_pm' });
  expect(fake.transcript(place).at(-1)).toMatchObject({ from: 'customer', text });
});

it('cards are drawn, with words for inboxes that cannot', async () => {
  const desk = openClient();
  await send(desk, cards);
  expect(last(desk)).toMatchObject({
    text: 'Tent\nFor two\nhttps://x.example/t.png\n- See it: https://x.example/tent',
    contentType: 'cards',
    contentAttributes: {
      items: [
        {
          title: 'Tent',
          description: 'For two',
          media_url: 'https://x.example/t.png',
          actions: [{ type: 'link', text: 'See it', uri: 'https://x.example/tent' }],
        },
      ],
    },
  });
});

describe('what Chatwoot refuses', () => {
  /** Refuses everything but text, as Chatwoot's validations do (contracts/chatwoot.md §10.2). */
  const refusing = (error: string): HttpAndFiles => ({
    ...http,
    async request(request) {
      const isText = JSON.stringify(request.json).includes('"content_type":"text"');
      if (isText) return await http.request(request);
      return { status: 422, headers: {}, text: '', json: { error } };
    },
  });
  const connect = ({ account, bot }: Desk, through: HttpAndFiles) =>
    createChatwoot({ http: through, nowMs: Date.now }).connect({
      baseUrl: url,
      accountId: account.id,
      botToken: bot.token,
    });

  it.each([choice, cards])('for its shape is shown as text, once: $type', async (content) => {
    const desk = openClient();
    const client = connect(desk, refusing('Validation failed: Content attributes contains invalid keys'));
    const before = fake.transcript(desk.place).length;
    const { degraded } = await send({ ...desk, client }, content);
    expect(degraded).toContain('shown as text');
    expect(fake.transcript(desk.place)).toHaveLength(before + 1);
    expect(last(desk)).toMatchObject({ contentType: 'text', tandemRef: 'ref-1' });
  });

  it('for there being too many messages is asked to wait, and no other shape is tried', async () => {
    const desk = openClient();
    const client = connect(desk, refusing('Validation failed: Too many messages'));
    expect(await kindOf(send({ ...desk, client }, choice))).toBe('rate-limited');
    expect(fake.counters().requests).toEqual({});
  });
});

it('cards with clicks that would be lost, queued by whom it may be, are words', async () => {
  const desk = openClient();
  const reply = { type: 'reply', title: 'Rent it', value: 'rent' } as const;
  await send(desk, { type: 'cards', cards: [{ title: 'Tent', actions: [link, reply] }] });
  expect(last(desk)).toMatchObject({
    contentType: 'text',
    text: 'Tent\n- See it: https://x.example/tent\n- Rent it',
  });
});
