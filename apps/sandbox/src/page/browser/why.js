import { readWhy } from './api.js';
import { exactTimeOf, find, make } from './dom.js';

/**
 * Shows Tandem's own account of one message.
 * @param {number} messageId Chatwoot's
 * @param {string} words
 */
export async function showWhy(messageId, words) {
  const trail = await readWhy(messageId);
  if (trail === null) return;
  find('why-words', HTMLQuoteElement).textContent = words;
  const steps = trail.steps.map((step) => {
    return make(
      'li',
      { 'data-kind': step.kind },
      make('time', {}, exactTimeOf(step.at)),
      make('span', {}, step.text),
    );
  });
  find('why-steps', HTMLOListElement).replaceChildren(...steps);
  find('why-end', HTMLParagraphElement).textContent = trail.end?.text ?? 'It is still on its way.';
  find('why', HTMLDialogElement).showModal();
}
