import type { Content } from '@tandem/schemas';

/** What a bot said, in words for whoever reads a transcript. Pure. */
export function contentWords(content: Content): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
    case 'location':
      return content.title === undefined ? `[${content.type}]` : `[${content.type}: ${content.title}]`;
    case 'choice':
      return `${content.text} [${content.options.map(({ title }) => title).join(' | ')}]`;
    case 'cards':
      return content.cards.map(({ title }) => `[${title}]`).join(' ');
  }
}
