import type { Card, Content } from '@tandem/schemas';
import { abilitiesOf, type ChoiceAbilities, type InboxAbilities } from './inbox-abilities.ts';
import { renderText } from './render.ts';
import { fits, type Room, splitText } from './split-text.ts';

type Choice = Extract<Content, { type: 'choice' }>;
type Media = Extract<Content, { url: string }>;

/** WhatsApp's and Telegram's longest caption is 1,024 characters. */
const captionMax = 1_000;

/** See `Channel.isPlain`. */
export function isPlain(content: Content): boolean {
  switch (content.type) {
    case 'text':
      return fits(content.text, roomOf(abilitiesOf(null)));
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return (content.title ?? '').length <= captionMax;
    case 'location':
      return true;
    case 'choice':
    case 'cards':
      return false;
  }
}

/** See `Channel.split`. A card's click that Chatwoot would not relay becomes a choice under it (contracts/chatwoot.md §9). */
export function split(content: Content, inboxKind: string | null): Content[] {
  const inbox = abilitiesOf(inboxKind);
  switch (content.type) {
    case 'text':
      return texts(content.text, inbox);
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return splitMedia(content, inbox);
    case 'location':
      return [content];
    case 'choice':
      return splitChoice(content, inbox);
    case 'cards':
      return splitCards(content.cards, inbox);
  }
}

function texts(text: string, inbox: InboxAbilities): Content[] {
  return splitText(text, roomOf(inbox)).map((piece) => ({ type: 'text', text: piece }));
}

function splitMedia({ title = '', ...media }: Media, inbox: InboxAbilities): Content[] {
  if (title === '') return [media];
  return title.length <= captionMax ? [{ ...media, title }] : [media, ...texts(title, inbox)];
}

function splitChoice(choice: Choice, inbox: InboxAbilities): Content[] {
  if (inbox.choice === null || !canShow(choice, inbox.choice)) return texts(renderText(choice), inbox);
  const room = { ...roomOf(inbox), max: Math.min(inbox.textMax, inbox.choice.textMax) };
  if (fits(choice.text, room)) return [choice];
  const pieces = splitText(choice.text, room);
  const last = pieces.pop() ?? '';
  return [...pieces.flatMap((piece) => texts(piece, inbox)), { ...choice, text: last }];
}

/** Options of the same title could not be told apart by an answer in words. */
function canShow({ options }: Choice, { sizes, valueBytesMax }: ChoiceAbilities): boolean {
  const size = sizes.find(({ optionsMax }) => options.length <= optionsMax);
  if (size === undefined || options.length === 0) return false;
  if (new Set(options.map(({ title }) => title)).size < options.length) return false;
  return options.every(
    ({ title, value }) =>
      title !== '' && title.length <= size.titleMax && Buffer.byteLength(value) <= valueBytesMax,
  );
}

function splitCards(cards: readonly Card[], inbox: InboxAbilities): Content[] {
  const contents: Content[] = [];
  for (const card of cards) {
    const { drawn, under } = splitCard(card, inbox);
    const last = contents.at(-1);
    if (drawn !== null && last?.type === 'cards') last.cards.push(drawn);
    else if (drawn !== null) contents.push({ type: 'cards', cards: [drawn] });
    contents.push(...under);
  }
  return contents;
}

/** Chatwoot refuses a card without an action, so one that has no link is said in words. */
function splitCard(card: Card, inbox: InboxAbilities): { drawn: Card | null; under: Content[] } {
  const links = card.actions.filter(({ type }) => type === 'link');
  const replies = card.actions.filter((action) => action.type === 'reply');
  const options = replies.map(({ title, value }) => ({ title, value }));
  const choiceOf = (text: string) => splitChoice({ type: 'choice', text, options }, inbox);
  if (inbox.cards && links.length > 0) {
    return { drawn: { ...card, actions: links }, under: options.length === 0 ? [] : choiceOf(card.title) };
  }
  const { imageUrl, ...words } = card;
  const text = renderText({ type: 'cards', cards: [{ ...words, actions: links }] });
  const image = imageUrl === undefined ? null : ({ type: 'image', url: imageUrl } as const);
  if (options.length > 0) return { drawn: null, under: [...(image ? [image] : []), ...choiceOf(text)] };
  return { drawn: null, under: image ? splitMedia({ ...image, title: text }, inbox) : texts(text, inbox) };
}

/** An opening brace grows to nine characters when Liquid is kept from reading it. */
function roomOf({ textMax, unit }: InboxAbilities): Room {
  const costOf = (character: string) => {
    if (character === '{') return "{{ '{' }}".length;
    return unit === 'bytes' ? Buffer.byteLength(character) : character.length;
  };
  return { max: textMax, costOf };
}
