import { describe, expect, it } from 'vitest';
import { readEvent } from './translate.ts';

const message = (change: Record<string, unknown>) => ({
  event: 'message_created',
  id: 10,
  account: { id: 1 },
  conversation: { id: 3, inbox_id: 2 },
  message_type: 'incoming',
  content: null,
  ...change,
});

describe('a message without words', () => {
  it('that Chatwoot could not take is still something that was sent', () => {
    const body = message({ content: '', content_attributes: { is_unsupported: true } });
    expect(readEvent(body)).toMatchObject({ message: { text: '', attachments: [{ type: 'other' }] } });
  });

  it('but with a sticker is an image', () => {
    const sticker = { id: 1, file_type: 'image', data_url: 'https://chat.example/s.webp' };
    const body = message({ content: null, content_type: 'sticker', attachments: [sticker] });
    expect(readEvent(body)).toMatchObject({
      message: { text: '', attachments: [{ type: 'image', url: 'https://chat.example/s.webp' }] },
    });
  });
});

describe('an attachment', () => {
  it.each([
    [
      { file_type: 'contact', fallback_title: '+46 1', meta: { firstName: 'Ann', lastName: null } },
      { type: 'contact', title: 'Ann +46 1' },
    ],
    [
      { file_type: 'image', data_url: 'https://x.example/a.png', thumb_url: '' },
      { type: 'image', url: 'https://x.example/a.png' },
    ],
    [
      { file_type: 'audio', data_url: 'https://x.example/a', transcribed_text: 'Hello' },
      { type: 'audio', url: 'https://x.example/a', title: 'Hello' },
    ],
    [
      { file_type: 'embed', data_url: 'https://x.example' },
      { type: 'other', url: 'https://x.example' },
    ],
    [null, { type: 'other' }],
  ])('%j is %j', (attachment, wanted) => {
    expect(readEvent(message({ attachments: [attachment] }))).toMatchObject({
      message: { attachments: [wanted] },
    });
  });
});
