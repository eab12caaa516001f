import type { Content } from '@tandem/schemas';
import { expect, it } from 'vitest';
import { renderText } from './render.ts';

const rows: [Content, string][] = [
  [{ type: 'text', text: 'Hello **you**' }, 'Hello **you**'],
  [{ type: 'image', url: 'https://x.example/a.png' }, 'https://x.example/a.png'],
  [{ type: 'file', url: 'https://x.example/a.pdf', title: 'Prices' }, 'Prices: https://x.example/a.pdf'],
  [{ type: 'audio', url: 'https://x.example/a.ogg', title: '' }, 'https://x.example/a.ogg'],
  [
    { type: 'location', latitude: 57.7, longitude: 11.97, title: 'Shop', address: 'Main Street 1' },
    'Shop\nMain Street 1\nhttps://www.google.com/maps?q=57.7,11.97',
  ],
  [
    {
      type: 'choice',
      text: 'Which slot?',
      options: [
        { title: 'Morning', value: 'am' },
        { title: 'Afternoon', value: 'pm' },
      ],
    },
    'Which slot?\n\n1. Morning\n2. Afternoon',
  ],
  [
    {
      type: 'cards',
      cards: [
        {
          title: 'Tent',
          subtitle: 'For two',
          imageUrl: 'https://x.example/tent.png',
          actions: [
            { type: 'link', title: 'See it', url: 'https://x.example/tent' },
            { type: 'reply', title: 'Rent it', value: 'rent' },
          ],
        },
        { title: 'Stove', actions: [] },
      ],
    },
    'Tent\nFor two\nhttps://x.example/tent.png\n- See it: https://x.example/tent\n- Rent it\n\nStove',
  ],
];

it.each(rows)('%j reads as text', (content, text) => expect(renderText(content)).toBe(text));
