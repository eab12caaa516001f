/** @import { ConversationView, MessageView } from '../../desk/view.ts' */
import { choose, sendAsCustomer, sendPhoto } from './api.js';
import { find, make, reconcile, setAttributes, stickToEnd, timeOf } from './dom.js';
import { extrasOf, wordsOf } from './extras.js';
import { onChange, open, openConversation, openMessages, openNewCustomer, store } from './store.js';

/** The customer's side: what the widget on the shop's page would show. */
export function startChat() {
  const form = find('customer-form', HTMLFormElement);
  const input = find('customer-text', HTMLInputElement);
  const select = find('customer-select', HTMLSelectElement);

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    if (!(await send(text)) && input.value === '') input.value = text;
  });
  find('suggestions', HTMLUListElement).addEventListener('click', (event) => {
    if (event.target instanceof HTMLButtonElement) void send(event.target.textContent ?? '');
  });
  find('send-photo', HTMLButtonElement).addEventListener('click', () => {
    if (store.openId !== null) void sendPhoto(store.openId);
  });
  find('new-customer', HTMLButtonElement).addEventListener('click', async () => {
    await openNewCustomer();
    input.focus();
  });
  select.addEventListener('change', () => void open(Number(select.value)));
  onChange(() => draw(select));
}

/** @param {string} text */
async function send(text) {
  const { openId } = store;
  return openId !== null && (await sendAsCustomer(openId, text));
}

/** @param {HTMLSelectElement} select */
function draw(select) {
  const conversation = openConversation();
  const shown = openMessages().filter((message) => message.from !== 'system' && !message.private);
  reconcile(
    select,
    [...store.conversations.values()].sort((a, b) => a.id - b.id),
    {
      key: ({ id }) => id,
      create: ({ id, contactName }) => make('option', { value: String(id) }, contactName),
    },
  );
  select.value = String(store.openId ?? '');
  stickToEnd(find('chat', HTMLDivElement), () => {
    reconcile(find('chat-messages', HTMLOListElement), shown, {
      key: keyOf,
      create: (message) => bubble(message, conversation),
    });
    find('typing', HTMLParagraphElement).hidden = conversation?.typing !== true;
  });
  const isEmpty = shown.length === 0;
  find('chat-empty', HTMLParagraphElement).hidden = !isEmpty;
  setAttributes(find('suggestions', HTMLUListElement), { 'data-small': !isEmpty });
}

/**
 * A message that changed is drawn anew.
 * @param {MessageView} message
 */
export const keyOf = ({ id, chosen, text, failed }) => `${id} ${chosen} ${failed} ${text}`;

/**
 * @param {MessageView} message
 * @param {ConversationView | null} conversation
 */
function bubble(message, conversation) {
  const { from, senderName, text, atMs, options, chosen } = message;
  const isOwn = from === 'customer';
  const name = isOwn ? 'You' : (senderName ?? 'The shop');
  const item = make(
    'li',
    { class: 'bubble', 'data-from': from },
    make('p', { class: 'by' }, name, make('time', {}, timeOf(atMs))),
    ...wordsOf(text),
    ...extrasOf(message),
  );
  if (options.length === 0) return item;
  const canChoose = chosen === null && conversation !== null;
  const buttons = options.map((option) => {
    const isChosen = option.value === chosen;
    const button = make(
      'button',
      { type: 'button', disabled: !canChoose, 'data-chosen': isChosen },
      option.title,
    );
    button.addEventListener('click', () => {
      for (const one of buttons) one.disabled = true;
      void choose(message, option.value);
    });
    return button;
  });
  item.append(make('div', { class: 'options', role: 'group', 'aria-label': text }, ...buttons));
  return item;
}
