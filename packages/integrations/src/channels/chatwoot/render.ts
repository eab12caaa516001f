import type { Card, Content } from '@tandem/schemas';

/** Any content as text a customer can read and act on, whatever the inbox can show. Markdown, as Chatwoot takes it. */
export function renderText(content: Content): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return labelled(content.title, content.url);
    case 'location':
      return lines(content.title, content.address, mapLink(content.latitude, content.longitude));
    case 'choice':
      return lines(
        content.text,
        '',
        ...content.options.map((option, index) => `${index + 1}. ${option.title}`),
      );
    case 'cards':
      return content.cards.map(renderCard).join('\n\n');
  }
}

function renderCard(card: Card): string {
  const actions = card.actions.map((action) => {
    return action.type === 'link' ? `- ${labelled(action.title, action.url)}` : `- ${action.title}`;
  });
  return lines(card.title, card.subtitle, card.imageUrl, ...actions);
}

function labelled(title: string | undefined, url: string): string {
  return title === undefined || title === '' ? url : `${title}: ${url}`;
}

function mapLink(latitude: number, longitude: number): string {
  return `https://www.google.com/maps?q=${latitude},${longitude}`;
}

function lines(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('\n');
}
