import type { CustomerMessage } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { mintTurn } from '../../../conformance/engine-rig.ts';
import { zMessageBody } from './fake/payloads.ts';
import { toMessage } from './to-message.ts';

const payloadOf = (message: CustomerMessage) => {
  const outgoing = toMessage(mintTurn({ message }));
  expect(zMessageBody.safeParse(JSON.parse(JSON.stringify(outgoing))).success).toBe(true);
  return outgoing.payload;
};
const url = 'https://cdn.example.test/a';
const choice = { title: 'Basic', value: 'plan_basic' };

describe('a turn as a chat message', () => {
  it.each<[string, CustomerMessage, Record<string, unknown>]>([
    ['words', { text: 'Hi', attachments: [] }, { type: 'text', text: 'Hi' }],
    ['a choice', { text: 'Basic', attachments: [], choice }, { type: 'text', text: 'plan_basic' }],
    [
      'a choice within a merged burst',
      { text: 'Hello\nBasic', attachments: [], choice },
      { type: 'text', text: 'Hello\nBasic' },
    ],
    [
      'a lone picture',
      { text: ' ', attachments: [{ type: 'image', url, title: 'A' }] },
      { type: 'image', imageUrl: url },
    ],
    [
      'a lone file',
      { text: '', attachments: [{ type: 'file', url, title: 'Terms' }] },
      { type: 'file', fileUrl: url, title: 'Terms' },
    ],
    [
      'a lone place',
      { text: '', attachments: [{ type: 'location', latitude: 1, longitude: 2 }] },
      { type: 'location', latitude: 1, longitude: 2 },
    ],
    [
      'a picture with words',
      { text: 'Look', attachments: [{ type: 'image', url, title: 'A' }] },
      { type: 'text', text: `Look\n[image: A] ${url}` },
    ],
    [
      'several things',
      {
        text: '',
        attachments: [
          { type: 'video', url },
          { type: 'location', latitude: 1, longitude: 2, title: 'Home' },
        ],
      },
      { type: 'text', text: `[video] ${url}\n[location: Home] 1,2` },
    ],
    [
      'a contact',
      { text: '', attachments: [{ type: 'contact', title: 'Ana' }] },
      { type: 'text', text: '[contact: Ana]' },
    ],
  ])('%s', (_, message, payload) => {
    expect(payloadOf(message)).toEqual(payload);
  });

  it('tells the bot what the words alone cannot', () => {
    const attachments = [{ type: 'image' as const, url }];
    const turn = mintTurn({ message: { text: 'Basic', attachments, choice }, channelMessageId: 555 });
    const { metadata } = toMessage(turn);
    const { turnId: tandemTurn, tenantContext, knowledge: kb } = turn;
    expect(metadata).toEqual({ cwMessageId: '555', tandemTurn, tenantContext, kb, choice, attachments });
  });

  it.each([
    ['plain', 'x'.repeat(100_000)],
    ['wide', '漢'.repeat(100_000)],
    ['escaped', '"'.repeat(100_000)],
    ['paired', '😀'.repeat(50_000)],
    ['paired at odd places', `x${'😀'.repeat(50_000)}`],
  ])('fits 128 KB without losing more than it must: 100,000 characters, %s', (_, text) => {
    const entry = { question: 'q'.repeat(300), answer: 'a'.repeat(300), tags: [] };
    const turn = mintTurn({ text, knowledge: Array.from({ length: 50 }, () => entry) });
    const { payload, metadata } = toMessage(turn);
    const bytes = Buffer.byteLength(JSON.stringify({ payload, metadata }));
    expect(bytes).toBeLessThanOrEqual(128 * 1_024);
    expect(bytes).toBeGreaterThan(120_000);
    expect(String(payload.text).isWellFormed()).toBe(true);
    expect(text.startsWith(String(payload.text).replace(/…$/, ''))).toBe(true);
  });
});
