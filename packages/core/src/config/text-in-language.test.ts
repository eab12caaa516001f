import { configDefaults } from '@tandem/schemas';
import { expect, it } from 'vitest';
import { textInLanguage } from './text-in-language.ts';

const config = {
  ...configDefaults,
  welcomeMessage: 'Hello!',
  messages: { de: { welcomeMessage: 'Hallo!' }, pt_BR: { welcomeMessage: 'Oi!' }, sv: {} },
};

it.each([
  [null, 'Hello!'],
  ['en', 'Hello!'],
  ['de', 'Hallo!'],
  ['de-AT', 'Hallo!'],
  ['PT-br', 'Oi!'],
  ['pt', 'Hello!'],
  ['sv', 'Hello!'],
])('speaks to %s as told', (locale, text) =>
  expect(textInLanguage(config, 'welcomeMessage', locale)).toBe(text),
);
