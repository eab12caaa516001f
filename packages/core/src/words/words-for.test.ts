import { configDefaults } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { wordsFor } from './words-for.ts';

const config = {
  ...configDefaults,
  welcomeMessage: 'Hello!',
  messages: {
    de: { welcomeMessage: 'Hallo!', fallbackMessage: 'Ich hole jemanden.' },
    'de-CH': { welcomeMessage: 'Grüezi!' },
    pt_BR: { welcomeMessage: 'Oi!' },
    'zh-Hant': { welcomeMessage: '您好！' },
    sv: {},
  },
};

describe('wordsFor', () => {
  it.each([
    [null, 'Hello!'],
    ['en', 'Hello!'],
    ['de', 'Hallo!'],
    ['de-AT', 'Hallo!'],
    ['de-CH', 'Grüezi!'],
    ['PT-br', 'Oi!'],
    ['pt', 'Hello!'],
    ['zh-Hant-TW', '您好！'],
    ['zh-Hant-x-shop', '您好！'],
    ['sv', 'Hello!'],
    ['', 'Hello!'],
  ])('greets %s as told', (locale, text) => expect(wordsFor(config, locale).welcomeMessage).toBe(text));

  it('takes each text from the nearest language that has it', () => {
    expect(wordsFor(config, 'de-CH')).toEqual({
      welcomeMessage: 'Grüezi!',
      fallbackMessage: 'Ich hole jemanden.',
      outOfHoursMessage: configDefaults.outOfHoursMessage,
      unattendedMessage: configDefaults.unattendedMessage,
    });
  });

  it('has no welcome where the tenant has none', () => {
    expect(wordsFor(configDefaults, 'de').welcomeMessage).toBeNull();
  });
});
