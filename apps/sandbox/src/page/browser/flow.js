/** @import { FlowLine, Station } from '../../desk/view.ts' */
import { exactTimeOf, find, make, reconcile, setAttributes } from './dom.js';
import { onChange, redraw, store } from './store.js';

/** @type {Record<Station, string>} */
const names = {
  customer: 'Customer',
  agent: 'Agent',
  chatwoot: 'Chatwoot',
  tandem: 'Tandem',
  botpress: 'Botpress',
};
const litForMs = 900;
const shownMax = 200;

/** The flow of events, newest first, and where the last of them happened. */
export function startFlow() {
  const onlyThis = find('only-this', HTMLInputElement);
  const everyDetail = find('every-detail', HTMLInputElement);
  onlyThis.addEventListener('change', redraw);
  everyDetail.addEventListener('change', redraw);
  let lastId = 0;

  onChange(() => {
    const shown = store.flow
      .filter(({ tone }) => everyDetail.checked || tone !== 'detail')
      .filter(
        ({ conversationId }) =>
          !onlyThis.checked || conversationId === null || conversationId === store.openId,
      )
      .slice(0, shownMax);
    find('flow-empty', HTMLParagraphElement).hidden = shown.length > 0;
    const list = find('flow-lines', HTMLOListElement);
    reconcile(list, shown, { key: ({ id }) => id, create: line });
    const fresh = store.flow.filter(({ id }) => id > lastId);
    if (lastId > 0) for (const { from, to } of fresh) light(to ?? from);
    lastId = Math.max(lastId, ...fresh.map(({ id }) => id));
  });
}

/** @param {FlowLine} told */
function line({ atMs, from, to, tone, text, conversationId }) {
  const route = make('span', { class: 'between' }, make('b', { 'data-station': from }, names[from]));
  if (to !== null)
    route.append(make('i', { 'aria-label': 'to' }, '→'), make('b', { 'data-station': to }, names[to]));
  const who = conversationId === null ? undefined : store.conversations.get(conversationId)?.contactName;
  return make(
    'li',
    { 'data-tone': tone },
    make('time', {}, exactTimeOf(atMs)),
    route,
    make('span', { class: 'text' }, text),
    make('small', {}, who ?? ''),
  );
}

/** @type {Map<Station, ReturnType<typeof setTimeout>>} */
const lit = new Map();

/** @param {Station} station */
function light(station) {
  const place = document.querySelector(
    `.route [data-station="${station === 'agent' ? 'chatwoot' : station}"]`,
  );
  if (place === null) return;
  clearTimeout(lit.get(station));
  setAttributes(place, { 'data-lit': true });
  lit.set(
    station,
    setTimeout(() => setAttributes(place, { 'data-lit': false }), litForMs),
  );
}
