import { expect, it } from 'vitest';
import { heardMessage } from '../../test/heard-message.ts';
import { mergeMessages } from './merge-messages.ts';

it('gives a single message as it was said, its choice included', () => {
  const choice = { title: 'Morning slot', value: 'slot_am' };
  const heard = heardMessage({ id: 1, kind: 'choice', text: 'Morning slot', choice });
  expect(mergeMessages([heard])).toEqual({ text: 'Morning slot', attachments: [], choice });
});

it('puts the texts of a burst on lines of their own, in order', () => {
  const burst = ['hello', 'are you', 'open today?'].map((text, id) => heardMessage({ id, text }));
  expect(mergeMessages(burst)).toEqual({ text: 'hello\nare you\nopen today?', attachments: [] });
});

it('keeps every attachment in order and makes no line of a message without words', () => {
  const image = { type: 'image' as const, url: 'https://files.test/1' };
  const voice = { type: 'audio' as const, url: 'https://files.test/2' };
  const burst = [
    heardMessage({ id: 1, text: '', attachments: [image] }),
    heardMessage({ id: 2, text: 'look', attachments: [voice, image] }),
    heardMessage({ id: 3, text: '' }),
  ];
  expect(mergeMessages(burst)).toEqual({ text: 'look', attachments: [image, voice, image] });
});

it('of nothing is nothing', () => expect(mergeMessages([])).toEqual({ text: '', attachments: [] }));
