import { z } from 'zod';
import { type Fields, isFields } from '../../fields.ts';

/** What the public route takes (contracts/botpress.md §1e), by its own rules. */
export const zConverseRequest = z.strictObject({
  type: z.literal('text').optional(),
  text: z.string().min(1),
  includedContexts: z.array(z.string()).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type ConverseRequest = z.output<typeof zConverseRequest>;

/** A script's payload as the content types of v12 write it (contracts/botpress.md §2, second table). */
export function toV12(payload: Fields): Fields {
  const { type, imageUrl, audioUrl, videoUrl, fileUrl, options, actions, items, ...rest } = payload;
  switch (type) {
    case 'text':
      return { ...payload, markdown: true, typing: true };
    case 'markdown':
      return { type: 'text', text: payload.markdown, markdown: true, typing: true };
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return { ...rest, type, [type]: imageUrl ?? audioUrl ?? videoUrl ?? fileUrl };
    case 'choice':
      return { ...rest, type: 'single-choice', choices: listOf(options).map(toChoice), isDropdown: false };
    case 'dropdown':
      return { type, message: payload.text, buttonText: 'Choose', options };
    case 'card':
      return { ...rest, type, image: imageUrl, actions: listOf(actions).map(toAction) };
    case 'carousel':
      return { ...rest, type, items: listOf(items).map((item) => toV12({ ...item, type: 'card' })) };
    default:
      return payload;
  }
}

const toChoice = ({ label, value }: Fields): Fields => ({ title: label, value });

function toAction({ action, label: title, value }: Fields): Fields {
  if (action === 'url') return { action: 'Open URL', title, url: value };
  return action === 'postback'
    ? { action: 'Postback', title, payload: value }
    : { action: 'Say something', title, text: value };
}

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
