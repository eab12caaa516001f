import type { CustomerMessage } from '@tandem/schemas';
import type { Heard } from './hear.ts';

/** What a burst says as one message: texts on lines of their own, attachments in order. A choice is never merged. */
export function mergeMessages(heard: readonly Heard[]): CustomerMessage {
  const [first] = heard;
  if (heard.length === 1 && first) return first.message;
  return {
    text: heard
      .map(({ message }) => message.text)
      .filter((text) => text !== '')
      .join('\n'),
    attachments: heard.flatMap(({ message }) => message.attachments),
  };
}
