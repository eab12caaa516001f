/** @import { AttachmentView, CardView, MessageView } from '../../desk/view.ts' */
import { make } from './dom.js';

/**
 * The text of a message; of its markup only what Chatwoot shows in bold is drawn.
 * @param {string} text
 * @returns {HTMLElement[]} none for a message without a text
 */
export function wordsOf(text) {
  if (text === '') return [];
  const parts = text.split(/\*\*(.+?)\*\*/);
  return [
    make(
      'p',
      { class: 'words' },
      ...parts.map((part, at) => (at % 2 === 1 ? make('strong', {}, part) : part)),
    ),
  ];
}

/**
 * Cards and attachments of a message, as both sides see them.
 * @param {MessageView} message
 * @returns {HTMLElement[]}
 */
export function extrasOf({ cards, attachments }) {
  return [
    ...(cards.length === 0
      ? []
      : [make('ul', { class: 'cards', 'aria-label': 'Cards' }, ...cards.map(card))]),
    ...(attachments.length === 0
      ? []
      : [make('ul', { class: 'files', 'aria-label': 'Attachments' }, ...attachments.map(file))]),
  ];
}

/** @param {CardView} shown */
function card({ title, description, links }) {
  return make(
    'li',
    { class: 'card' },
    make('strong', {}, title),
    ...(description === '' ? [] : [make('p', {}, description)]),
    ...links.map((link) => outside(link.url, link.title)),
  );
}

/** @param {AttachmentView} attachment */
function file({ kind, name, url }) {
  // The page loads nothing from elsewhere: what lies there is only led to.
  if (kind === 'image' && url?.startsWith(`${location.origin}/`))
    return make('li', {}, make('img', { src: url, alt: `Photo: ${name}`, loading: 'lazy' }));
  return make('li', { class: 'file', 'data-kind': kind }, url === null ? name : outside(url, name));
}

/**
 * @param {string} url
 * @param {string} words
 */
const outside = (url, words) => make('a', { href: url, target: '_blank', rel: 'noreferrer noopener' }, words);
