import { fieldsOf, textOf } from './wire.ts';

/** What an inbox of one kind can show. */
export interface InboxAbilities {
  /** The longest text of one message. */
  textMax: number;
  /** What `textMax` counts. */
  unit: 'characters' | 'bytes';
  choice: ChoiceAbilities | null;
  /** Whether cards are drawn; elsewhere only their text is (contracts/chatwoot.md §9). */
  cards: boolean;
}

export interface ChoiceAbilities {
  /** The longest text above the options. */
  textMax: number;
  /** By the number of options: the first that holds them all decides how long their titles may be. */
  sizes: readonly { optionsMax: number; titleMax: number }[];
  /** UTF-8 bytes of a value. */
  valueBytesMax: number;
}

/** contracts/chatwoot.md §10.3. */
const chatwootTextMax = 150_000;
const anyChoice: ChoiceAbilities = {
  textMax: chatwootTextMax,
  sizes: [{ optionsMax: 1_000, titleMax: 1_000 }],
  valueBytesMax: 10_000,
};
const plain = (textMax: number): InboxAbilities => ({
  textMax,
  unit: 'characters',
  choice: null,
  cards: false,
});

/** An inbox of which nothing is known: what every one of them can show. */
const unknown: InboxAbilities = { ...plain(1_000), unit: 'bytes' };

/**
 * Which kinds show options is contracts/chatwoot.md §9; Chatwoot checks no limits of providers, so a message beyond them would
 * be stored and never arrive. The limits are the providers' public ones: WhatsApp Cloud API "Text messages", "Interactive
 * reply buttons" and "Interactive list"; Messenger Platform "Send API" and "Quick replies"; Instagram Messaging API (1,000
 * bytes); Telegram Bot API `sendMessage`, `InlineKeyboardButton.callback_data`; LINE Messaging API "Text message", "Message
 * action"; Twilio "Message body" (SMS and WhatsApp, 1,600); X API "Direct Messages"; TikTok Business Messaging.
 */
const abilities: Readonly<Record<string, InboxAbilities>> = {
  'Channel::WebWidget': { ...plain(chatwootTextMax), choice: anyChoice, cards: true },
  'Channel::Api': { ...plain(chatwootTextMax), choice: anyChoice },
  'Channel::Email': plain(chatwootTextMax),
  'Channel::Whatsapp': {
    ...plain(4_096),
    choice: {
      textMax: 1_024,
      sizes: [
        { optionsMax: 3, titleMax: 20 },
        { optionsMax: 10, titleMax: 24 },
      ],
      valueBytesMax: 200,
    },
  },
  'Channel::FacebookPage': {
    ...plain(2_000),
    choice: { textMax: 2_000, sizes: [{ optionsMax: 13, titleMax: 20 }], valueBytesMax: 1_000 },
  },
  'Channel::Telegram': {
    ...plain(4_096),
    choice: { textMax: 4_096, sizes: [{ optionsMax: 100, titleMax: 64 }], valueBytesMax: 64 },
  },
  'Channel::Line': {
    ...plain(5_000),
    choice: { textMax: 2_000, sizes: [{ optionsMax: 10, titleMax: 20 }], valueBytesMax: 300 },
  },
  'Channel::Instagram': { ...plain(1_000), unit: 'bytes' },
  'Channel::TwilioSms': plain(1_600),
  'Channel::Sms': plain(1_600),
  'Channel::Tiktok': plain(6_000),
  'Channel::TwitterProfile': plain(10_000),
};

export function abilitiesOf(inboxKind: string | null): InboxAbilities {
  return (inboxKind !== null && abilities[inboxKind]) || unknown;
}

/** `conversation.channel` of a message or conversation event (contracts/chatwoot.md §3). */
export function inboxKind(body: unknown): string | null {
  const fields = fieldsOf(body);
  return textOf(fieldsOf(fields.conversation).channel) ?? textOf(fields.channel);
}
