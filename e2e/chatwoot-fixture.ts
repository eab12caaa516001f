import { createHmac, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Webhook } from './open-platform.ts';

/** One file of contracts/fixtures/chatwoot (contracts/chatwoot.md §12). */
export interface ChatwootFixture {
  name: string;
  secret?: string;
  raw_body?: string;
  body: Record<string, unknown>;
  expect: 'forward' | 'forward_choice' | 'ignore' | 'pause' | 'resume' | 'end' | 'greet';
}

const folder = resolve(import.meta.dirname, '../contracts/fixtures/chatwoot');

export const chatwootFixtures = readdirSync(folder)
  .sort()
  .map((file): ChatwootFixture => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')));

export function chatwootFixture(name: string): ChatwootFixture {
  const fixture = chatwootFixtures.find((one) => one.name === name);
  if (!fixture) throw new Error(`there is no fixture ${name}`);
  return fixture;
}

/** Where a fixture takes place: its account is 7 throughout. */
export function placeOf({ body }: ChatwootFixture): {
  inboxId: number;
  conversationId: number;
  channel: string;
} {
  const inner = object(body.conversation) ?? object(body.current_conversation) ?? body;
  const inboxId = Number(object(body.inbox)?.id ?? inner.inbox_id ?? 42);
  const conversationId =
    inner === body && body.conversation === undefined && !('messages' in body) ? 9876 : Number(inner.id);
  return { inboxId, conversationId, channel: String(inner.channel ?? 'Channel::WebWidget') };
}

/** The fixture as Chatwoot sends it now: signed afresh, as each attempt is (contracts/chatwoot.md §5). */
export function webhookOf(url: string, { secret, raw_body, body }: ChatwootFixture): Webhook {
  const text = raw_body ?? JSON.stringify(body);
  if (secret === undefined) return { url, headers: { 'content-type': 'application/json' }, body: text };
  return { url, headers: signed(text, secret), body: text };
}

export function signed(body: string, secret: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'x-chatwoot-delivery': randomUUID(),
    'x-chatwoot-timestamp': timestamp,
    'x-chatwoot-signature': `sha256=${signature}`,
  };
}

const object = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
