/** @import { FaultChange } from './api.js' */
import { clearFaults, setFaults } from './api.js';
import { find, setAttributes } from './dom.js';
import { onChange, redraw, store } from './store.js';

/** For the faults that wait. */
const delayMs = 3_000;

/** Enough of everything to see it often; nothing is dropped, which only a reader of Chatwoot's history could notice. */
const badDay = /** @type {const} */ ([
  ['chatwoot', 'webhook', 'duplicate', 0.4],
  ['chatwoot', 'webhook', 'reorder', 0.3],
  ['chatwoot', 'request', 'cut-after-store', 0.3],
  ['chatwoot', 'request', 'rate-limit', 0.2],
  ['botpress', 'webhook', 'duplicate', 0.4],
  ['botpress', 'request', 'fail', 0.2],
]);

/** The sliders of the fault panel. */
export function startFaults() {
  const panel = find('faults', HTMLElement);
  panel.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.type === 'range') void setFaults([changeOf(target)]);
    else redraw();
  });
  panel.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'range') label(target, 0);
  });
  find('all-off', HTMLButtonElement).addEventListener('click', () => void clearFaults());
  find('bad-day', HTMLButtonElement).addEventListener('click', () => {
    void setFaults(
      badDay.map(([upstream, direction, name, rate]) => ({ upstream, fault: { direction, name, rate } })),
    );
  });
  onChange(draw);
}

const upstream = () =>
  document.querySelector('#faults input[name="upstream"][value="botpress"]:checked') === null
    ? 'chatwoot'
    : 'botpress';

/**
 * @param {HTMLInputElement} slider
 * @returns {FaultChange}
 */
function changeOf(slider) {
  const { direction = '', name = '' } = slider.parentElement?.dataset ?? {};
  return { upstream: upstream(), fault: { direction, name, rate: Number(slider.value) / 100, delayMs } };
}

function draw() {
  const view = store.faults?.[upstream()];
  if (view === undefined) return;
  for (const slider of document.querySelectorAll('#faults input[type="range"]')) {
    if (!(slider instanceof HTMLInputElement)) continue;
    const { direction, name } = slider.parentElement?.dataset ?? {};
    const fault = view.faults.find((one) => one.direction === direction && one.name === name);
    // Not under the reader's hand.
    if (!slider.matches(':active')) slider.value = String(Math.round((fault?.rate ?? 0) * 100));
    label(slider, view.struck[`${direction}.${name}`] ?? 0);
  }
  for (const where of ['chatwoot', 'botpress']) {
    const radio = document.querySelector(`#faults input[name="upstream"][value="${where}"]`);
    const isOn = (store.faults?.[where === 'botpress' ? 'botpress' : 'chatwoot'].faults.length ?? 0) > 0;
    if (radio?.parentElement) setAttributes(radio.parentElement, { 'data-on': isOn });
  }
}

/**
 * @param {HTMLInputElement} slider
 * @param {number} struck
 */
function label(slider, struck) {
  const output = slider.parentElement?.querySelector('output');
  if (!output) return;
  const rate = slider.value === '0' ? 'off' : `${slider.value} %`;
  output.textContent = struck === 0 ? rate : `${rate} · ${struck}×`;
  setAttributes(slider, { 'aria-valuetext': output.textContent });
  setAttributes(slider.parentElement ?? slider, { 'data-on': slider.value !== '0' });
}
