import type { ListedMessage } from '@tandem/db';
import type { Integrations } from '@tandem/integrations/contract';
import { zContent } from '@tandem/schemas';
import type { MessageView } from '@tandem/schemas/admin';
import { contentWords } from '../handoff/content-words.ts';
import { hear } from '../routing/hear.ts';
import { plainReason } from './reason-words.ts';

/**
 * A message as answered, its text cut to `textMax` characters. Who may look at conversations reads them in Chatwoot too, so
 * texts are shown; a list shows how they begin. What an agent wrote is not read, nor what no customer sees.
 */
export function messageView(
  integrations: Pick<Integrations, 'channels'>,
  { message, textMax }: { message: ListedMessage; textMax: number },
): MessageView {
  const { content, at, settledAt, reason, ...rest } = message;
  const text = textOf(integrations, content);
  return {
    ...rest,
    reason: reason === null ? null : plainReason(reason),
    at: at.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    text: text === null || text.length <= textMax ? text : `${text.slice(0, textMax - 1).toWellFormed()}…`,
  };
}

function textOf(
  integrations: Pick<Integrations, 'channels'>,
  content: ListedMessage['content'],
): string | null {
  switch (content.of) {
    case 'body': {
      const [heard] = hear(integrations, [content.stored]).heard;
      if (!heard) return null;
      const files = heard.message.attachments.map(({ type }) => `[${type}]`);
      return [heard.message.text, ...files].filter((part) => part !== '').join(' ');
    }
    case 'payload': {
      const known = zContent.safeParse(JSON.parse(content.payload)).data;
      return known ? contentWords(known) : null;
    }
  }
}
