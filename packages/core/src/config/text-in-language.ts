import type { Config } from '@tandem/schemas';

type TextName = 'welcomeMessage' | 'fallbackMessage' | 'outOfHoursMessage' | 'unattendedMessage';

/**
 * One of the tenant's own texts in the customer's language, where `messages` has it: the very language tag first, then the
 * language alone; otherwise the text of the configuration. `locale`: as `de`, `de-AT` or `de_AT`. Pure.
 */
export function textInLanguage(config: Config, name: TextName, locale: string | null): string | null {
  if (locale === null) return config[name];
  const tag = fold(locale);
  const language = tag.split('-')[0] ?? tag;
  const texts = Object.entries(config.messages).map(([key, value]) => [fold(key), value] as const);
  const find = (wanted: string) => texts.find(([key]) => key === wanted)?.[1][name];
  return find(tag) ?? find(language) ?? config[name];
}

const fold = (tag: string): string => tag.replaceAll('_', '-').toLowerCase();
