/** @import { ConversationView, FaultsPanel, FlowLine, MessageView, PageChange, PageState } from '../../desk/view.ts' */
import { readMessages, say, startConversation } from './api.js';

const linesMax = 400;

/** All that the page shows. Parts draw it; only this file changes it. */
export const store = {
  /** @type {Map<number, ConversationView>} */
  conversations: new Map(),
  /** Of the conversations that were opened. @type {Map<number, Map<number, MessageView>>} */
  messages: new Map(),
  /** Newest first. @type {FlowLine[]} */
  flow: [],
  /** @type {FaultsPanel | null} */
  faults: null,
  /** @type {'waiting' | 'good' | 'tandem-away' | 'sandbox-away'} */
  health: 'waiting',
  /** The open conversation, on both sides. @type {number | null} */
  openId: null,
};

/** @type {(() => void)[]} */
const drawers = [];
let isDue = false;

/**
 * Calls `draw` after every change, at most once per frame.
 * @param {() => void} draw
 */
export function onChange(draw) {
  drawers.push(draw);
}

export function redraw() {
  if (isDue) return;
  isDue = true;
  // A timer, not a frame: a page in the background must not pile changes up.
  setTimeout(() => {
    isDue = false;
    for (const draw of drawers) draw();
  }, 16);
}

/** @returns {ConversationView | null} */
export const openConversation = () =>
  store.openId === null ? null : (store.conversations.get(store.openId) ?? null);

/** Of the open conversation, by id. @returns {MessageView[]} */
export function openMessages() {
  const known = store.openId === null ? undefined : store.messages.get(store.openId);
  return known === undefined ? [] : [...known.values()].sort((a, b) => a.id - b.id);
}

/** @param {number} id */
export async function open(id) {
  store.openId = id;
  redraw();
  const messages = await readMessages(id);
  const known = store.messages.get(id) ?? new Map();
  for (const message of messages) if (!known.has(message.id)) known.set(message.id, message);
  store.messages.set(id, known);
  redraw();
}

export async function openNewCustomer() {
  const id = await startConversation();
  if (id !== null) await open(id);
}

/** Listens to the sandbox for as long as the page is open; the browser reconnects by itself. */
export function listen() {
  const events = new EventSource('/events');
  events.addEventListener('state', (event) => begin(JSON.parse(event.data)));
  for (const type of ['conversation', 'message', 'flow', 'faults', 'tandem']) {
    events.addEventListener(type, (event) => apply(JSON.parse(event.data)));
  }
  events.addEventListener('error', () => {
    store.health = 'sandbox-away';
    redraw();
  });
}

/** @param {PageState} state */
function begin(state) {
  store.conversations = new Map(state.conversations.map((one) => [one.id, one]));
  store.messages = new Map();
  store.flow = [];
  addLines(state.flow);
  store.faults = state.faults;
  store.health = state.tandemAnswers ? 'good' : 'tandem-away';
  const isKnown = store.openId !== null && store.conversations.has(store.openId);
  const [first] = state.conversations;
  const id = isKnown ? store.openId : (first?.id ?? null);
  if (store.openId !== null && !isKnown) say('The sandbox was started again: these are new conversations.');
  if (id === null) store.openId = null;
  else void open(id);
  redraw();
}

/** @param {PageChange} change */
function apply(change) {
  switch (change.type) {
    case 'conversation':
      store.conversations.set(change.conversation.id, change.conversation);
      break;
    case 'message': {
      const { message } = change;
      const known = store.messages.get(message.conversationId) ?? new Map();
      store.messages.set(message.conversationId, known.set(message.id, message));
      break;
    }
    case 'flow':
      addLines(change.lines);
      break;
    case 'faults':
      store.faults = change.faults;
      break;
    case 'tandem':
      store.health = change.answers ? 'good' : 'tandem-away';
      break;
  }
  redraw();
}

/**
 * By the time it happened: some things are known late.
 * @param {FlowLine[]} lines
 */
function addLines(lines) {
  store.flow = [...lines, ...store.flow].sort((a, b) => b.atMs - a.atMs || b.id - a.id).slice(0, linesMax);
}
