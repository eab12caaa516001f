import type { TranscriptEntry } from '@tandem/integrations/fakes';
import { z } from 'zod';
import type { MessageView } from './view.ts';

/** Items of an `input_select` and what was answered (contracts/chatwoot.md §9). */
const zSelect = z.object({
  items: z.array(z.object({ title: z.string(), value: z.string() })).catch([]),
  submitted_values: z
    .array(z.object({ value: z.string() }))
    .catch([])
    .default([]),
});

/** Cards are read out; the sandbox's bot sends none. */
const zCards = z.object({
  items: z.array(z.object({ title: z.string().catch(''), description: z.string().catch('') })).catch([]),
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
    text: wordsOf(entry),
    options: items,
    chosen: submitted[0]?.value ?? null,
    failed: entry.status === 'failed',
  };
}

function wordsOf({ text, contentType, contentAttributes, attachments }: TranscriptEntry): string {
  const cards = contentType === 'cards' ? zCards.parse(contentAttributes).items : [];
  const lines = [
    text ?? '',
    ...cards.map(({ title, description }) => `${title}\n${description}`.trim()),
    ...attachments.map(({ file_type: type }) => `[${String(type)}]`),
  ];
  return lines.filter((line) => line !== '').join('\n');
}
