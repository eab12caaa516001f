/** @import { MessageView } from '../../desk/view.ts' */
import { find } from './dom.js';

/**
 * Calls a control endpoint. What goes wrong is shown to the reader; the answer is null then.
 * @param {'GET' | 'POST' | 'PUT' | 'DELETE'} method
 * @param {string} path
 * @param {object} [json]
 * @returns {Promise<any>}
 */
async function call(method, path, json) {
  try {
    const body =
      json === undefined
        ? {}
        : { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
    const response = await fetch(`/api${path}`, { method, ...body });
    const answer = await response.json();
    if (response.ok) return answer;
    say(answer.error?.message ?? `The sandbox refused with ${response.status}.`);
  } catch {
    say('The sandbox does not answer. Is it still running?');
  }
  return null;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let hiding;

/**
 * Shows one sentence for a while.
 * @param {string} words
 */
export function say(words) {
  const toast = find('toast', HTMLParagraphElement);
  toast.textContent = words;
  toast.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    toast.hidden = true;
  }, 6_000);
}

/** @returns {Promise<number | null>} */
export async function startConversation() {
  return (await call('POST', '/conversations', {}))?.conversationId ?? null;
}

/**
 * @param {number} conversationId
 * @returns {Promise<MessageView[]>}
 */
export async function readMessages(conversationId) {
  return (await call('GET', `/conversations/${conversationId}/messages`))?.messages ?? [];
}

/**
 * @param {number} conversationId
 * @param {string} text
 * @returns {Promise<boolean>} whether it was sent
 */
export async function sendAsCustomer(conversationId, text) {
  return (await call('POST', `/conversations/${conversationId}/customer-messages`, { text })) !== null;
}

/** @param {number} conversationId */
export function sendPhoto(conversationId) {
  return call('POST', `/conversations/${conversationId}/photos`, {});
}

/**
 * @param {MessageView} message
 * @param {string} value
 */
export function choose({ conversationId, id }, value) {
  return call('POST', `/conversations/${conversationId}/choices`, { messageId: id, value });
}

/**
 * @param {number} conversationId
 * @param {{ text: string, private: boolean }} message
 * @returns {Promise<boolean>} whether it was sent
 */
export async function sendAsAgent(conversationId, message) {
  return (await call('POST', `/conversations/${conversationId}/agent-messages`, message)) !== null;
}

/**
 * @param {number} conversationId
 * @param {'open' | 'pending' | 'resolved'} status
 */
export function setStatus(conversationId, status) {
  return call('POST', `/conversations/${conversationId}/status`, { status });
}

/** @typedef {{ upstream: string, fault: { direction: string, name: string, rate: number, delayMs?: number } }} FaultChange */

/** @param {FaultChange[]} faults */
export const setFaults = (faults) => call('PUT', '/faults', { faults });
export const clearFaults = () => call('DELETE', '/faults');

/**
 * @param {number} messageId
 * @returns {Promise<{ steps: { at: number, text: string, kind: string, id: string }[], end: { text: string, kind: string } | null } | null>}
 */
export async function readWhy(messageId) {
  return (await call('GET', `/messages/${messageId}/why`))?.trail ?? null;
}
