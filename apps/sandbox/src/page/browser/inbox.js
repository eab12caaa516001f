/** @import { ConversationView, MessageView } from '../../desk/view.ts' */
import { sendAsAgent, setStatus } from './api.js';
import { keyOf } from './chat.js';
import { find, make, reconcile, setAttributes, stickToEnd, timeOf } from './dom.js';
import { extrasOf, wordsOf } from './extras.js';
import { onChange, open, openConversation, openMessages, store } from './store.js';
import { showWhy } from './why.js';

const agentName = () => document.body.dataset.agent ?? 'the agent';

/** The agent's side: what Chatwoot would show. */
export function startInbox() {
  const form = find('agent-form', HTMLFormElement);
  const input = find('agent-text', HTMLInputElement);
  const isNote = () => new FormData(form).get('kind') === 'note';

  form.addEventListener('change', () => {
    input.placeholder = isNote() ? 'Only colleagues see this' : `Reply as ${agentName()}`;
    find('agent-send', HTMLButtonElement).textContent = isNote() ? 'Add note' : 'Send reply';
    setAttributes(form, { 'data-note': isNote() });
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    const { openId } = store;
    if (text === '' || openId === null) return;
    input.value = '';
    const isSent = await sendAsAgent(openId, { text, private: isNote() });
    if (!isSent && input.value === '') input.value = text;
  });

  /** @type {[string, 'open' | 'pending' | 'resolved'][]} */
  const actions = [
    ['take-over', 'open'],
    ['hand-back', 'pending'],
    ['resolve', 'resolved'],
  ];
  for (const [id, status] of actions) {
    find(id, HTMLButtonElement).addEventListener('click', () => {
      if (store.openId !== null) void setStatus(store.openId, status);
    });
  }
  onChange(draw);
  // The time that is left changes by itself.
  setInterval(draw, 20_000);
}

function draw() {
  const newestFirst = [...store.conversations.values()].sort(
    (a, b) => b.updatedAtMs - a.updatedAtMs || b.id - a.id,
  );
  reconcile(find('conversations', HTMLUListElement), newestFirst, {
    key: ({ id }) => id,
    create: (conversation) => make('li', {}, row(conversation.id)),
    update: updateRow,
  });
  drawThread(openConversation());
}

/** @param {number} id */
function row(id) {
  const button = make(
    'button',
    { type: 'button' },
    make('span', { class: 'name' }),
    make('span', { class: 'badge' }),
    make('span', { class: 'last' }),
    make('span', { class: 'chip' }),
  );
  button.addEventListener('click', () => void open(id));
  return button;
}

/**
 * @param {Element} item
 * @param {ConversationView} conversation
 */
function updateRow(item, conversation) {
  const [button] = item.children;
  const [name, badge, last, chip] = button?.children ?? [];
  if (!button || !name || !badge || !last || !chip) return;
  setAttributes(button, { 'aria-current': conversation.id === store.openId ? 'true' : null });
  write(name, conversation.contactName);
  write(last, conversation.lastWords ?? 'No messages yet');
  write(badge, ownerWord(conversation));
  setAttributes(badge, { 'data-owner': conversation.owner?.owner ?? 'none' });
  write(chip, conversation.status);
  setAttributes(chip, { 'data-status': conversation.status });
}

/** @param {ConversationView} conversation */
function ownerWord({ owner }) {
  switch (owner?.owner) {
    case 'bot':
      return 'Bot';
    case 'human':
      return 'Human';
    case undefined:
      return 'New';
  }
}

/** @param {ConversationView | null} conversation */
function drawThread(conversation) {
  write(find('thread-name', HTMLHeadingElement), conversation?.contactName ?? 'No conversation');
  const status = find('thread-status', HTMLParagraphElement);
  write(status, conversation === null ? '' : conversation.status);
  setAttributes(status, { 'data-status': conversation?.status });
  drawFacts(conversation);
  drawOwner(conversation);
  const { status: now, owner } = conversation ?? { status: null, owner: null };
  find('take-over', HTMLButtonElement).disabled = now === null || (now === 'open' && owner?.owner !== 'bot');
  find('hand-back', HTMLButtonElement).disabled =
    now === null || (now === 'pending' && owner?.owner !== 'human');
  find('resolve', HTMLButtonElement).disabled = now === null || now === 'resolved';
  const list = find('thread-messages', HTMLOListElement);
  stickToEnd(list, () => reconcile(list, openMessages(), { key: keyOf, create: entry }));
}

/** @param {ConversationView | null} conversation */
function drawOwner(conversation) {
  const line = find('owner', HTMLParagraphElement);
  const owner = conversation?.owner ?? null;
  setAttributes(line, { 'data-owner': owner?.owner ?? 'none' });
  if (owner === null) {
    write(line, 'Nobody owns this conversation yet: Tandem takes it up with the first message.');
    return;
  }
  const who = owner.owner === 'human' ? 'A human owns it, the bot keeps silent' : 'The bot owns it';
  write(line, `${who} · ${owner.reason} · since ${timeOf(owner.sinceMs)}${waitWords(owner.unattendedMs)}`);
}

/**
 * How long an agent still has to answer a handoff before the customer is told that nobody came.
 * @param {number | null} unattendedMs
 */
function waitWords(unattendedMs) {
  if (unattendedMs === null) return '';
  const minutes = Math.ceil((unattendedMs - Date.now()) / 60_000);
  return minutes > 0 ? ` · nobody has answered yet, ${minutes} min left` : ' · nobody has answered in time';
}

/**
 * What Chatwoot shows beside a conversation: labels, priority, who it is assigned to, and what the customer speaks.
 * @param {ConversationView | null} conversation
 */
function drawFacts(conversation) {
  const { labels = [], priority = null, assignee = null, owner = null } = conversation ?? {};
  const facts = [
    ...labels.map((label) => ({ kind: 'label', text: label })),
    ...(priority === null ? [] : [{ kind: 'priority', text: `${priority} priority` }]),
    ...(assignee === null ? [] : [{ kind: 'assignee', text: `assigned to ${assignee}` }]),
    ...(owner?.locale ? [{ kind: 'language', text: `speaks ${languageName(owner.locale)}` }] : []),
  ];
  reconcile(find('thread-facts', HTMLUListElement), facts, {
    key: ({ kind, text }) => `${kind} ${text}`,
    create: ({ kind, text }) => make('li', { 'data-kind': kind }, text),
  });
}

const languages = new Intl.DisplayNames('en', { type: 'language' });

/** @param {string} locale */
function languageName(locale) {
  try {
    return languages.of(locale.replaceAll('_', '-')) ?? locale;
  } catch {
    return locale;
  }
}

/** @param {MessageView} message */
function entry(message) {
  const { from, text, atMs, id, options, chosen, failed } = message;
  if (from === 'system') return make('li', { class: 'line' }, text);
  const choice = options.find(({ value }) => value === chosen);
  const shown = options.map((option) => make('li', { 'data-chosen': option === choice }, option.title));
  const item = make(
    'li',
    { class: 'entry', 'data-from': from, 'data-private': message.private },
    make('p', { class: 'by' }, byLine(message), make('time', {}, timeOf(atMs))),
    ...wordsOf(text),
    ...extrasOf(message),
    ...(shown.length === 0 ? [] : [make('ul', { class: 'offered' }, ...shown)]),
    ...(failed ? [make('p', { class: 'failed' }, 'Not delivered')] : []),
  );
  if (message.private) return item;
  const why = make('button', { type: 'button', class: 'quiet' }, 'Why?');
  why.setAttribute('aria-label', `Why: what happened to “${text.slice(0, 60)}”`);
  why.addEventListener('click', () => void showWhy(id, text));
  item.firstElementChild?.append(why);
  return item;
}

/** @param {MessageView} message */
function byLine({ from, senderName, private: isPrivate }) {
  const name = senderName ?? 'A paired phone';
  const role = { customer: 'customer', bot: 'bot', agent: 'agent', system: '' }[from];
  return isPrivate ? `${name} · private note` : `${name} · ${role}`;
}

/**
 * Leaves the element alone when it says so already: a live region would say it again.
 * @param {Element} element
 * @param {string} words
 */
function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}
