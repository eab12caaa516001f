import type { OfferedChoices } from '@tandem/db';
import type { Option } from '@tandem/schemas';
import type { Heard } from './hear.ts';

/**
 * Texts that answer what the bot last offered, as choices: WhatsApp and Messenger send an option's title, Telegram and LINE
 * its value, all as an ordinary message (contracts/chatwoot.md §9). Case and spaces do not count. Pure.
 */
export function matchChoices(heard: readonly Heard[], offered: OfferedChoices | null): Heard[] {
  if (offered === null) return [...heard];
  return heard.map((one) => {
    const isPlainText = one.kind === 'customer-message' && one.message.attachments.length === 0;
    const choice = isPlainText ? optionOf(one.message.text, offered.options) : undefined;
    return choice === undefined ? one : { ...one, message: { ...one.message, choice } };
  });
}

/** A title is what the customer read: it goes before another option's value. */
function optionOf(text: string, options: readonly Option[]): Option | undefined {
  const said = fold(text);
  if (said === '') return undefined;
  return (
    options.find(({ title }) => fold(title) === said) ?? options.find(({ value }) => fold(value) === said)
  );
}

const fold = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
