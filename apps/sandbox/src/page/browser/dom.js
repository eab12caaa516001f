/** @typedef {Record<string, string | boolean | null | undefined>} Attributes */

/**
 * Makes an element. Children that are text become text, never markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes `true` sets an empty one, `false`, null and undefined none
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/**
 * @param {Element} element
 * @param {Attributes} attributes
 */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : value);
  }
}

/**
 * The element of the page with this id, which must be of this kind.
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function find(id, kind) {
  const element = document.getElementById(id);
  if (element instanceof kind) return element;
  throw new Error(`the page has no ${id}`);
}

/** @type {WeakMap<Element, Map<string | number, Element>>} */
const keyed = new WeakMap();

/**
 * Makes the children of `parent` stand for `items`, in their order. An item that stays keeps its element, and with it focus
 * and what a screen reader has read.
 * @template Item
 * @param {Element} parent
 * @param {readonly Item[]} items
 * @param {{ key(item: Item): string | number, create(item: Item): Element, update?(element: Element, item: Item): void }} how
 */
export function reconcile(parent, items, how) {
  const before = keyed.get(parent) ?? new Map();
  /** @type {Map<string | number, Element>} */
  const now = new Map();
  for (const item of items) {
    const key = how.key(item);
    const element = before.get(key) ?? how.create(item);
    how.update?.(element, item);
    now.set(key, element);
  }
  for (const [key, element] of before) if (!now.has(key)) element.remove();
  let place = parent.firstElementChild;
  for (const element of now.values()) {
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
  keyed.set(parent, now);
}

/**
 * Runs a change of a scrolled box and keeps its end in sight if it was.
 * @param {Element} box
 * @param {() => void} change
 */
export function stickToEnd(box, change) {
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  change();
  if (isAtEnd) box.scrollTop = box.scrollHeight;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const exactClock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

/** @param {number} atMs */
export const timeOf = (atMs) => clock.format(atMs);
/** @param {number} atMs */
export const exactTimeOf = (atMs) => exactClock.format(atMs);
