import { type SendGuard, UpstreamError } from '../../contract/index.ts';
import { type ChatwootAccount, callAsAllowed } from './bot-rights.ts';
import { fieldsOf, isFields } from './wire.ts';

/** Chatwoot replaces the whole object: read, merge, write (contracts/chatwoot.md §10.3). */
export async function mergeAttributes(
  chatwoot: ChatwootAccount,
  input: { conversationId: number; attributes: Readonly<Record<string, unknown>> },
  guard: SendGuard,
): Promise<void> {
  const path = `conversations/${input.conversationId}`;
  const read = { method: 'GET', path, repeatable: true } as const;
  const response = await callAsAllowed(chatwoot, { right: 'show', call: read });
  const present = fieldsOf(response.json).custom_attributes;
  if (!isFields(present))
    throw new UpstreamError('malformed', `${path}: no custom attributes`, { status: response.status });
  const write = {
    method: 'POST',
    path: `${path}/custom_attributes`,
    json: { custom_attributes: { ...present, ...fitting(input.attributes) } },
    repeatable: true,
    guard,
  } as const;
  await callAsAllowed(chatwoot, { right: 'attributes', call: write });
}

/** A longer text is refused, and with it all that was to be set. */
const textMax = 1_500;

function fitting(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const cut = (value: unknown) =>
    typeof value === 'string' && value.length > textMax
      ? `${value.slice(0, textMax - 1)}…`.toWellFormed()
      : value;
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, cut(value)]));
}
