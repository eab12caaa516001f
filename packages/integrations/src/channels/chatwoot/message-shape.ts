import type { Card, Content } from '@tandem/schemas';
import { renderText } from './render.ts';

/** A message as Chatwoot takes it in JSON (contracts/chatwoot.md §9, §10.3). */
export type MessageShape =
  | { content: string; content_type: 'text' }
  | { content: string; content_type: 'input_select'; items: { title: string; value: string }[] }
  | { content: string; content_type: 'cards'; items: CardItem[] };

interface CardItem {
  title: string;
  description?: string;
  media_url?: string;
  actions: { type: 'link'; text: string; uri: string }[];
}

/** `content` is what inboxes show that cannot draw the items. */
export function messageShape(content: Content): MessageShape {
  if (content.type === 'choice' && content.options.length > 0) {
    const { text, options } = content;
    const items = options.map(({ title, value }) => ({ title, value }));
    return {
      content: text || items.map(({ title }) => title).join(' / '),
      content_type: 'input_select',
      items,
    };
  }
  if (content.type === 'cards') {
    const items = content.cards.map(cardItem);
    // A click that Chatwoot would not relay, or a card without an action: see `split`, which leaves none.
    if (items.length > 0 && items.every((item) => item !== null))
      return { content: renderText(content), content_type: 'cards', items };
  }
  return { content: renderText(content), content_type: 'text' };
}

function cardItem({ title, subtitle, imageUrl, actions }: Card): CardItem | null {
  const links = actions.filter((action) => action.type === 'link');
  if (links.length === 0 || links.length < actions.length) return null;
  return {
    title,
    ...(subtitle === undefined ? {} : { description: subtitle }),
    ...(imageUrl === undefined ? {} : { media_url: imageUrl }),
    actions: links.map((link) => ({ type: 'link', text: link.title, uri: link.url })),
  };
}
