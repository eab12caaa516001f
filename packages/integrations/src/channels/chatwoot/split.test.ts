import type { Content } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { isPlain, split } from './split.ts';

const options = (...titles: string[]) => titles.map((title) => ({ title, value: title.toLowerCase() }));
const slots: Content = { type: 'choice', text: 'Which slot?', options: options('Morning', 'Noon') };
const tent = { title: 'Tent', subtitle: 'For two', imageUrl: 'https://x.example/tent.png' };
const link = { type: 'link', title: 'See it', url: 'https://x.example/tent' } as const;
const rent = { type: 'reply', title: 'Rent it', value: 'rent' } as const;
const cards = (...all: Extract<Content, { type: 'cards' }>['cards']): Content => ({
  type: 'cards',
  cards: all,
});
const text = (words: string): Content => ({ type: 'text', text: words });

const rows: [string, Content, string | null, Content[]][] = [
  ['a choice in the widget', slots, 'Channel::WebWidget', [slots]],
  ['a choice on WhatsApp', slots, 'Channel::Whatsapp', [slots]],
  ['a choice on Telegram', slots, 'Channel::Telegram', [slots]],
  ['a choice by mail', slots, 'Channel::Email', [text('Which slot?\n\n1. Morning\n2. Noon')]],
  ['a choice anywhere', slots, null, [text('Which slot?\n\n1. Morning\n2. Noon')]],
  ['a choice in a kind that is new', slots, 'Channel::Matrix', [text('Which slot?\n\n1. Morning\n2. Noon')]],
  [
    'a button’s title that is too long for WhatsApp',
    { type: 'choice', text: 'Which?', options: options('Quite a long title, this') },
    'Channel::Whatsapp',
    [text('Which?\n\n1. Quite a long title, this')],
  ],
  [
    'a row’s title that is not',
    { type: 'choice', text: 'Which?', options: options('Quite a long title, this', 'b', 'c', 'd') },
    'Channel::Whatsapp',
    [{ type: 'choice', text: 'Which?', options: options('Quite a long title, this', 'b', 'c', 'd') }],
  ],
  [
    'a value that is too long for Telegram',
    { type: 'choice', text: 'Which?', options: [{ title: 'One', value: 'x'.repeat(65) }] },
    'Channel::Telegram',
    [text('Which?\n\n1. One')],
  ],
  [
    'options that an answer in words could not tell apart',
    { type: 'choice', text: 'Which?', options: options('One', 'One') },
    'Channel::WebWidget',
    [text('Which?\n\n1. One\n2. One')],
  ],
  [
    'cards with links',
    cards({ ...tent, actions: [link] }, { title: 'Stove', actions: [link] }),
    'Channel::WebWidget',
    [cards({ ...tent, actions: [link] }, { title: 'Stove', actions: [link] })],
  ],
  [
    'a card whose click Chatwoot would not relay',
    cards({ ...tent, actions: [link, rent] }, { title: 'Stove', actions: [link] }),
    'Channel::WebWidget',
    [
      cards({ ...tent, actions: [link] }),
      { type: 'choice', text: 'Tent', options: [{ title: 'Rent it', value: 'rent' }] },
      cards({ title: 'Stove', actions: [link] }),
    ],
  ],
  [
    'a card with clicks only',
    cards({ ...tent, actions: [rent] }),
    'Channel::WebWidget',
    [
      { type: 'image', url: 'https://x.example/tent.png' },
      { type: 'choice', text: 'Tent\nFor two', options: [{ title: 'Rent it', value: 'rent' }] },
    ],
  ],
  [
    'a card without actions',
    cards({ ...tent, actions: [] }),
    'Channel::WebWidget',
    [{ type: 'image', url: 'https://x.example/tent.png', title: 'Tent\nFor two' }],
  ],
  [
    'a card on WhatsApp',
    cards({ ...tent, actions: [link, rent] }),
    'Channel::Whatsapp',
    [
      { type: 'image', url: 'https://x.example/tent.png' },
      {
        type: 'choice',
        text: 'Tent\nFor two\n- See it: https://x.example/tent',
        options: [{ title: 'Rent it', value: 'rent' }],
      },
    ],
  ],
  [
    'a card by mail',
    cards({ title: 'Stove', actions: [link, rent] }),
    'Channel::Email',
    [text('Stove\n- See it: https://x.example/tent\n\n1. Rent it')],
  ],
  [
    'a caption that is too long',
    { type: 'image', url: 'https://x.example/a.png', title: 'x'.repeat(1_001) },
    'Channel::Whatsapp',
    [{ type: 'image', url: 'https://x.example/a.png' }, text('x'.repeat(1_001))],
  ],
  [
    'a place',
    { type: 'location', latitude: 1, longitude: 2 },
    null,
    [{ type: 'location', latitude: 1, longitude: 2 }],
  ],
];

it.each(rows)('%s becomes what the inbox can show', (_name, content, kind, contents) =>
  expect(split(content, kind)).toEqual(contents),
);

describe('a long text', () => {
  it.each([
    ['Channel::WebWidget', 160_000, 2],
    ['Channel::Whatsapp', 10_000, 3],
    ['Channel::FacebookPage', 10_000, 6],
    ['Channel::Instagram', 10_000, 11],
  ])('in %s of %d characters is %d messages', (kind, length, count) => {
    const sentence = 'This is one of many sentences. ';
    const long = sentence
      .repeat(Math.ceil(length / sentence.length))
      .slice(0, length)
      .trim();
    const pieces = split(text(long), kind).map((piece) => (piece.type === 'text' ? piece.text : ''));
    expect(pieces).toHaveLength(count);
    expect(pieces.join(' ')).toBe(long);
    expect(pieces.slice(0, -1).every((piece) => piece.endsWith('.'))).toBe(true);
  });

  it('keeps room for the braces that Liquid must not read', () => {
    const pieces = split(text('{{x}} '.repeat(20_000)), 'Channel::WebWidget');
    expect(pieces.length).toBeGreaterThan(1);
  });

  it('above a choice comes before it', () => {
    const long = `${'Words and words. '.repeat(100).trim()}`;
    const contents = split({ type: 'choice', text: long, options: options('Yes') }, 'Channel::Whatsapp');
    expect(contents.map(({ type }) => type)).toEqual(['text', 'choice']);
  });
});

it.each<[Content, boolean]>([
  [text('Hello'), true],
  [text('x'.repeat(1_001)), false],
  [{ type: 'image', url: 'https://x.example/a.png', title: 'A' }, true],
  [{ type: 'location', latitude: 1, longitude: 2 }, true],
  [slots, false],
  [cards(), false],
])('%j needs no look at the inbox: %s', (content, plain) => {
  expect(isPlain(content)).toBe(plain);
  if (plain) expect(split(content, null)).toEqual([content]);
});
