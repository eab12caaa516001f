/** Seeded (mulberry32), so that a failure can be run again. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Random = () => number;

const pick = <Value>(random: Random, from: readonly [Value, ...Value[]]): Value =>
  from[Math.floor(random() * from.length)] ?? from[0];

const words = [
  'event',
  'id',
  'account',
  'inbox',
  'inbox_id',
  'conversation',
  'content',
  'content_attributes',
  'submitted_values',
  'submitted_email',
  'tandem_ref',
  'email',
  'auto_reply',
  'message_type',
  'sender',
  'attachments',
  'status',
  'meta',
  'assignee',
  'private',
  'type',
  'data',
  'payload',
  'metadata',
  'handoff',
  'responses',
  'sessionId',
  'messageId',
  'actions',
  '__proto__',
  'constructor',
  'toString',
  'length',
] as const;

const texts = [
  '',
  'incoming',
  'outgoing',
  'message_created',
  'message_updated',
  'conversation_status_changed',
  'event_created',
  'pending',
  'open',
  'text',
  '\ud83e',
  '\u0000',
  '🦊 ü 語',
  '2026-03-02T09:00:00.000Z',
  '__proto__',
  '{{ contact.name }}',
] as const;

/** Numbers as JSON text: some that no JavaScript number holds. */
const numbers = [
  '0',
  '-0',
  '-1',
  '1',
  '42',
  '1.5',
  '1e400',
  '-1e400',
  '9007199254740993',
  '18446744073709551616',
] as const;

const literals = ['null', 'true', 'false', '{}', '[]', '""'] as const;

/** JSON text of anything at all, its keys and words those that readers look for. */
export function randomJson(random: Random, depth = 4): string {
  const kind = random();
  if (depth === 0 || kind < 0.25) return pick(random, literals);
  if (kind < 0.4) return pick(random, numbers);
  if (kind < 0.6) return JSON.stringify(pick(random, texts));
  const size = Math.floor(random() * 5);
  if (kind < 0.7) return `[${Array.from({ length: size }, () => randomJson(random, depth - 1)).join(',')}]`;
  const members = Array.from(
    { length: size },
    () => `${JSON.stringify(pick(random, words))}:${randomJson(random, depth - 1)}`,
  );
  return `{${members.join(',')}}`;
}

/** Text of a body with one to three places changed: values, keys, or plain damage to the bytes. */
export function mutateJson(random: Random, text: string): string {
  let mutated = text;
  for (let change = 0; change <= random() * 3; change += 1) mutated = mutateOnce(random, mutated);
  return mutated;
}

function mutateOnce(random: Random, text: string): string {
  const kind = random();
  const from = Math.floor(random() * text.length);
  if (kind < 0.1) return text.slice(0, from) + text.slice(from + Math.ceil(random() * 20));
  if (kind < 0.15)
    return text.slice(0, from) + String.fromCharCode(Math.floor(random() * 0x10000)) + text.slice(from);
  // The value that follows the next colon gives way to anything.
  const colon = text.indexOf(':', from);
  if (colon === -1) return text;
  const end = valueEnd(text, colon + 1);
  if (kind < 0.9) return text.slice(0, colon + 1) + randomJson(random, 3) + text.slice(end);
  return `${text.slice(0, end)},${JSON.stringify(pick(random, words))}:${randomJson(random, 2)}${text.slice(end)}`;
}

/** Where a value ends: at its closing bracket or quote, or before the next comma or bracket. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  let isText = false;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (isText) {
      if (character === '\\') index += 1;
      else if (character === '"') isText = false;
      continue;
    }
    if (character === '"') isText = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') {
      if (depth === 0) return index;
      depth -= 1;
    } else if (character === ',' && depth === 0) return index;
  }
  return text.length;
}
