import type { Fields } from '../fields.ts';

/** What a scripted bot heard. `count` is the number of messages this conversation's customer has sent, from 1. */
export interface Heard {
  conversationId: string;
  text: string;
  payload: Fields;
  metadata: Fields;
  count: number;
}

/** One thing a scripted bot does, `afterMs` after the one before. `crash` ends the turn the way a failing bot does. */
export type BotAct =
  | { act: 'say'; payload: Fields; metadata?: Fields; afterMs?: number }
  | { act: 'ask-for-human'; reason?: string; summary?: string; priority?: string; afterMs?: number }
  | { act: 'crash'; afterMs?: number };

/** Decides what a fake's bot does with a message. */
export type BotScript = (heard: Heard) => BotAct[];

const say = (payload: Fields, metadata?: Fields): BotAct =>
  metadata === undefined ? { act: 'say', payload } : { act: 'say', payload, metadata };
const text = (words: string): Fields => ({ type: 'text', text: words });

/** Ready-made scripts. */
export const scripts = {
  /** Answers each message once with its own words. */
  quote:
    (prefix = 'You said: '): BotScript =>
    (heard) => [say(text(`${prefix}${heard.text}`))],

  silent: (): BotScript => () => [],

  /** `count` answers, numbered from 1. */
  replies:
    (count: number, prefix = ''): BotScript =>
    (heard) =>
      Array.from({ length: count }, (_, index) =>
        say(text(`${prefix}${index + 1} of ${count}: ${heard.text}`)),
      ),

  /** The same acts, the first of them later. */
  delayed:
    (afterMs: number, script: BotScript): BotScript =>
    (heard) =>
      script(heard).map((act, index) => (index === 0 ? { ...act, afterMs } : act)),

  /** Says nothing and asks for a human with a custom event (generic: with the handoff flag). */
  askForHuman:
    (
      wish: { reason?: string; summary?: string; priority?: string } = { reason: 'customer_request' },
    ): BotScript =>
    () => [{ act: 'ask-for-human', ...wish }],

  /** Says so, and asks for a human in the metadata of that message. */
  handoffInMetadata:
    (words = 'I am connecting you with a colleague.', reason = 'low_confidence'): BotScript =>
    () => [say(text(words), { handoff: { requested: true, reason } })],

  fallback:
    (words = 'I did not understand that.'): BotScript =>
    () => [say(text(words), { fallback: true })],

  choice:
    (words = 'Which plan?', options = ['Basic', 'Pro']): BotScript =>
    () => [
      say({
        type: 'choice',
        text: words,
        options: options.map((label) => ({ label, value: label.toLowerCase() })),
      }),
    ],

  card: (): BotScript => () => [
    say({
      type: 'card',
      title: 'Trail shoe',
      subtitle: 'EUR 89',
      imageUrl: 'https://cdn.example.test/shoe.png',
      actions: [
        { action: 'url', label: 'View', value: 'https://shop.example.test/p/1' },
        { action: 'postback', label: 'Buy', value: 'buy:1' },
      ],
    }),
  ],

  image:
    (imageUrl = 'https://cdn.example.test/plans.png'): BotScript =>
    () => [say({ type: 'image', imageUrl, title: 'Plans' })],

  /** The bot's code fails: nothing is ever said (generic: HTTP 500). */
  crash: (): BotScript => () => [{ act: 'crash' }],

  /** The script whose key begins the message, regardless of case; else the other one. */
  byFirstWords:
    (table: Record<string, BotScript>, otherwise: BotScript): BotScript =>
    (heard) => {
      const words = heard.text.trim().toLowerCase();
      const key = Object.keys(table).find((candidate) => words.startsWith(candidate.toLowerCase()));
      return (key === undefined ? otherwise : (table[key] ?? otherwise))(heard);
    },
};
