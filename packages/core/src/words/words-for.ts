import type { Config } from '@tandem/schemas';

/** The tenant's own texts, each in the best language there is; null: the tenant has no such text. */
export type Words = Pick<
  Config,
  'welcomeMessage' | 'fallbackMessage' | 'outOfHoursMessage' | 'unattendedMessage'
>;

type Texts = Config['messages'][string];

/**
 * What the tenant says to a customer in his language. Each text is looked up by itself as BCP 47 says (RFC 4647 §3.4): the
 * whole tag, then ever less of it (`zh-Hant-TW`, `zh-Hant`, `zh`), then the text of the configuration. `locale`: the contact's
 * or the widget's, as `de`, `de-AT` or `de_AT`; null: not known. Pure.
 */
export function wordsFor(config: Config, locale: string | null): Words {
  const spoken = Object.entries(config.messages).map(([tag, texts]) => [fold(tag), texts] as const);
  const range = locale === null ? [] : ever(fold(locale));
  const found = range.flatMap((tag) => spoken.filter(([known]) => known === tag).map(([, texts]) => texts));
  const say = <Name extends keyof Words>(name: Name): Config[Name] | NonNullable<Texts[Name]> =>
    found.find((texts) => texts[name] !== undefined)?.[name] ?? config[name];
  return {
    welcomeMessage: say('welcomeMessage'),
    fallbackMessage: say('fallbackMessage'),
    outOfHoursMessage: say('outOfHoursMessage'),
    unattendedMessage: say('unattendedMessage'),
  };
}

/** A tag and what is left of it when it loses its last part, and a single letter before that, again and again. */
function ever(tag: string): string[] {
  const parts = tag.split('-');
  const shorter = parts.slice(0, -1);
  while ((shorter.at(-1)?.length ?? 0) === 1) shorter.pop();
  return shorter.length === 0 ? [tag] : [tag, ...ever(shorter.join('-'))];
}

const fold = (tag: string): string => tag.replaceAll('_', '-').toLowerCase();
