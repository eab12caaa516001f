import type { Attachment, CustomerMessage } from '@tandem/schemas';

/**
 * What a customer said as one readable text: a picked option is its value (contracts/botpress.md §2), attachments
 * follow the words as one line each. Empty when nothing was said.
 */
export function messageText(message: CustomerMessage): string {
  const lines = [wordsOf(message), ...message.attachments.map(attachmentLine)];
  return lines.filter((line) => line.trim() !== '').join('\n');
}

/**
 * In a merged burst the words are more than the option's title; then nothing of them is replaced. Nor where the value is
 * JSON, as that of a form or of several picks: it travels in the metadata.
 */
function wordsOf({ text, choice }: CustomerMessage): string {
  if (choice === undefined || /^[[{]/.test(choice.value)) return text;
  return text.trim() === '' || text.trim() === choice.title.trim() ? choice.value : text;
}

function attachmentLine({ type, title, url, latitude, longitude }: Attachment): string {
  const name = title === undefined || title.trim() === '' ? `[${type}]` : `[${type}: ${title}]`;
  const place = latitude === undefined || longitude === undefined ? undefined : `${latitude},${longitude}`;
  return [name, place, url].filter((part) => part !== undefined).join(' ');
}
