import { describe, expect, it } from 'vitest';
import { parseSettings } from './settings.ts';

const good = { baseUrl: 'https://chat.example/', accountId: 7, botToken: 'b0t' };

describe('the settings of a connection', () => {
  it('keep the base URL without its trailing slash, also below a path', () => {
    expect(parseSettings(good).baseUrl).toBe('https://chat.example');
    expect(parseSettings({ ...good, baseUrl: 'http://chat.example/desk//' }).baseUrl).toBe(
      'http://chat.example/desk',
    );
  });

  it('may leave out what is optional', () => {
    const full = {
      ...good,
      inboxId: null,
      adminToken: null,
      webhookSecrets: null,
      allowUnsigned: null,
      answerWhen: null,
    };
    expect(() => parseSettings(full)).not.toThrow();
  });

  it.each([
    ['baseUrl', 'ftp://chat.example'],
    ['baseUrl', 'https://user:secret-word@chat.example'],
    ['baseUrl', 'https://chat.example?secret-word'],
    ['accountId', 'secret-word'],
    ['accountId', 0],
    ['botToken', 'secret-word\r\nx: y'],
    ['botToken', ''],
    ['webhookSecrets', ['']],
    ['answerWhen', 'secret-word'],
  ])('names %s when it is %j, and shows no value', (name, value) => {
    const parse = () => parseSettings({ ...good, [name]: value });
    expect(parse).toThrow(name);
    expect(parse).not.toThrow(/secret-word/);
  });
});
