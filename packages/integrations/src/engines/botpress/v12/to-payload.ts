import { type Fields, isFields, optional, textOf } from '../fields.ts';

const media = ['image', 'audio', 'video', 'file'] as const;

/**
 * A response of v12 in the words of Botpress's cloud (contracts/botpress.md §2, both tables), for one reader of either. `baseUrl`:
 * the server, for media with a path alone; null where it is not known. Null for what shows nothing (`typing`).
 */
export function toPayload(response: unknown, baseUrl: string | null): unknown {
  if (!isFields(response)) return response;
  switch (response.type) {
    case 'typing':
      return null;
    case 'single-choice':
      return { ...response, type: 'choice', options: listOf(response.choices) };
    case 'dropdown':
      return { ...response, ...optional('text', textOf(response, 'message', 'text')) };
    case 'location':
      return { ...response, latitude: toNumber(response.latitude), longitude: toNumber(response.longitude) };
    case 'card':
      return toCard(response, baseUrl);
    case 'carousel':
      return { ...response, items: listOf(response.items).map((item) => toCard(item, baseUrl)) };
    default:
      return toMedia(response, baseUrl);
  }
}

function toMedia(response: Fields, baseUrl: string | null): Fields {
  const type = media.find((one) => one === response.type);
  const url = type && textOf(response, type, `${type}Url`);
  return url === undefined ? response : { ...response, [`${type}Url`]: absolute(url, baseUrl) };
}

function toCard(card: unknown, baseUrl: string | null): unknown {
  if (!isFields(card)) return card;
  const image = textOf(card, 'image');
  return {
    ...card,
    ...optional('imageUrl', image === undefined ? undefined : absolute(image, baseUrl)),
    actions: listOf(card.actions).map((action) => toAction(action, baseUrl)),
  };
}

/** The verbs of v12, each with a field of its own for what it carries. */
function toAction(action: unknown, baseUrl: string | null): unknown {
  if (!isFields(action)) return action;
  const { title: label } = action;
  const url = textOf(action, 'url');
  if (action.action === 'Open URL')
    return { action: 'url', label, value: url === undefined ? undefined : absolute(url, baseUrl) };
  if (action.action === 'Postback') return { action: 'postback', label, value: action.payload };
  return { action: 'say', label, value: action.text };
}

function absolute(url: string, baseUrl: string | null): string {
  return baseUrl !== null && /^\/(?!\/)/.test(url.trim()) ? `${baseUrl}${url.trim()}` : url;
}

/** Coordinates may be text (fixture 68). */
function toNumber(value: unknown): unknown {
  const isNumeric = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  return isNumeric ? Number(value) : value;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
