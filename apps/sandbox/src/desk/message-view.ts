import type { TranscriptEntry } from '@tandem/integrations/fakes';
import { z } from 'zod';
import type { AttachmentView, CardView, MessageView } from './view.ts';

const zWords = z.string().catch('');

/** Items of an `input_select` and what was answered (contracts/chatwoot.md §9). */
const zSelect = z.object({
  items: z.array(z.object({ title: z.string(), value: z.string() })).catch([]),
  submitted_values: z
    .array(z.object({ value: z.string() }))
    .catch([])
    .default([]),
});

/** Items of `cards` (contracts/chatwoot.md §9); clicks that the widget would not relay are of no use to anybody. */
const zCards = z.object({
  items: z
    .array(
      z.object({
        title: zWords,
        description: zWords,
        actions: z.array(z.object({ type: zWords, text: zWords, uri: zWords })).catch([]),
      }),
    )
    .catch([]),
});

/** What is read of an attachment (contracts/chatwoot.md §2.3). */
const zAttachment = z.object({
  file_type: z.string().catch('file'),
  data_url: z
    .url({ protocol: /^https?$/ })
    .nullish()
    .catch(null),
  fallback_title: z.string().nullish().catch(null),
});

export function messageView(entry: TranscriptEntry): MessageView {
  const isSelect = entry.contentType === 'input_select';
  const { items, submitted_values: submitted } = zSelect.parse(isSelect ? entry.contentAttributes : {});
  return {
    id: entry.id,
    conversationId: entry.conversationId,
    atMs: entry.createdAtMs,
    from: entry.from,
    senderName: entry.senderName,
    private: entry.private,
    text: entry.text ?? '',
    options: items,
    chosen: submitted[0]?.value ?? null,
    cards: entry.contentType === 'cards' ? cardsOf(entry) : [],
    attachments: entry.attachments.map(attachmentOf),
    failed: entry.status === 'failed',
  };
}

/** All that a message says, as one text. */
export function wordsOf({ text, cards, attachments }: MessageView): string {
  const lines = [text, ...cards.map(({ title }) => title), ...attachments.map(({ name }) => `[${name}]`)];
  return lines.filter((line) => line !== '').join('\n');
}

const cardsOf = ({ contentAttributes }: TranscriptEntry): CardView[] =>
  zCards.parse(contentAttributes).items.map(({ title, description, actions }) => ({
    title,
    description,
    links: actions
      .filter(({ type, uri }) => type === 'link' && /^https?:/.test(uri))
      .map(({ text, uri }) => ({ title: text, url: uri })),
  }));

function attachmentOf(fields: unknown): AttachmentView {
  const { file_type: kind, data_url: url = null, fallback_title: title } = zAttachment.parse(fields);
  const path = url === null ? '' : (new URL(url).pathname.split('/').at(-1) ?? '');
  return { kind, url, name: title || nameIn(path) || kind };
}

function nameIn(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
