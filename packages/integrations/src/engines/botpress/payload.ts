import type { Card, Content, Option } from '@tandem/schemas';
import { type Fields, isFields, optional, textOf } from './fields.ts';

/** What a payload says. `dropped` names what could not be shown, by reason and type, never by content. */
export interface Translation {
  contents: Content[];
  dropped: string[];
}

/** Blocs hold no blocs (contracts/botpress.md §2); one level more is tolerated, endless nesting is not. */
const blocDepthMax = 2;

/**
 * Reads one payload of a bot's answer (contracts/botpress.md §2): `type` inside, or beside a nested `payload`, or
 * missing as in the generic dialect's `{text}`. What a known type lacks, and any unknown type, becomes readable text
 * where there is some. Never throws.
 */
export function translatePayload(payload: unknown): Translation {
  const translation: Translation = { contents: [], dropped: [] };
  add(translation, payload, 0);
  return translation;
}

function add(translation: Translation, payload: unknown, depth: number): void {
  const fields = unnest(payload);
  if (fields === null) {
    translation.dropped.push('not a payload');
  } else if (fields.type === 'bloc' && Array.isArray(fields.items) && depth < blocDepthMax) {
    for (const item of fields.items) add(translation, item, depth + 1);
  } else {
    const content = toContent(fields) ?? toText(fields);
    if (content === null) translation.dropped.push(whyDropped(fields));
    else translation.contents.push(content);
  }
}

/** Runtime and Messaging API put `type` beside `payload`, the Chat API inside it; both become the latter. */
function unnest(payload: unknown): Fields | null {
  if (typeof payload === 'string') return { type: 'text', text: payload };
  if (!isFields(payload)) return null;
  return isFields(payload.payload)
    ? { ...payload.payload, type: payload.type ?? payload.payload.type }
    : payload;
}

/** Null when the type is unknown or what it needs is not there. */
function toContent(fields: Fields): Content | null {
  switch (fields.type) {
    case 'image':
      return toMedia('image', fields, 'imageUrl');
    case 'audio':
      return toMedia('audio', fields, 'audioUrl');
    case 'video':
      return toMedia('video', fields, 'videoUrl');
    case 'file':
      return toMedia('file', fields, 'fileUrl');
    case 'location':
      return toLocation(fields);
    case 'choice':
    case 'dropdown':
      return toChoice(fields);
    case 'card':
      return toCards([fields]);
    case 'carousel':
      return Array.isArray(fields.items) ? toCards(fields.items) : null;
    default:
      return null;
  }
}

function toText(fields: Fields): Content | null {
  const text = textOf(fields, 'text', 'markdown', 'title');
  return text === undefined ? null : { type: 'text', text };
}

function toMedia(
  type: 'image' | 'audio' | 'video' | 'file',
  fields: Fields,
  urlField: string,
): Content | null {
  const url = textOf(fields, urlField);
  if (url === undefined) return null;
  return { type, url: url.trim(), ...optional('title', textOf(fields, 'title')) };
}

function toLocation(fields: Fields): Content | null {
  const { latitude, longitude } = fields;
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
  const title = optional('title', textOf(fields, 'title'));
  return {
    type: 'location',
    latitude,
    longitude,
    ...title,
    ...optional('address', textOf(fields, 'address')),
  };
}

function toChoice(fields: Fields): Content | null {
  const options = (Array.isArray(fields.options) ? fields.options : []).flatMap(toOption);
  if (options.length === 0) return null;
  const text = textOf(fields, 'text', 'title') ?? options.map(({ title }) => title).join(' / ');
  return { type: 'choice', text, options };
}

function toOption(option: unknown): Option[] {
  if (!isFields(option)) return [];
  const value =
    textOf(option, 'value') ?? (typeof option.value === 'number' ? String(option.value) : undefined);
  const title = textOf(option, 'label', 'title') ?? value;
  return title === undefined ? [] : [{ title, value: value ?? title }];
}

/** Carousel items carry no `type` on the wire (contracts/botpress.md §2); those without any text are left out. */
function toCards(items: unknown[]): Content | null {
  const cards = items.flatMap(toCard);
  return cards.length === 0 ? null : { type: 'cards', cards };
}

function toCard(item: unknown): Card[] {
  const fields = unnest(item);
  const title = fields === null ? undefined : textOf(fields, 'title', 'subtitle');
  if (fields === null || title === undefined) return [];
  const subtitle = textOf(fields, 'subtitle');
  return [
    {
      title,
      ...optional('subtitle', subtitle === title ? undefined : subtitle),
      ...optional('imageUrl', textOf(fields, 'imageUrl')?.trim()),
      actions: (Array.isArray(fields.actions) ? fields.actions : []).flatMap(toAction),
    },
  ];
}

/** `say` and `postback` answer with their value, `url` answers nothing (contracts/botpress.md §2). */
function toAction(action: unknown): Card['actions'] {
  if (!isFields(action)) return [];
  const value = textOf(action, 'value');
  const title = textOf(action, 'label', 'title') ?? value;
  if (title === undefined) return [];
  if (action.action !== 'url') return [{ type: 'reply', title, value: value ?? title }];
  return value === undefined ? [] : [{ type: 'link', title, url: value.trim() }];
}

function whyDropped({ type, text, markdown }: Fields): string {
  if (typeof text === 'string' || typeof markdown === 'string') return 'blank text';
  return typeof type === 'string' ? `nothing readable in ${type.slice(0, 40)}` : 'no type';
}
