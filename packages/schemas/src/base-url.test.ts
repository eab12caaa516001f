import { describe, expect, it } from 'vitest';
import { isSameHost, normalizeBaseUrl } from './base-url.ts';

describe('an address', () => {
  it.each([
    ['https://CHAT.Example.test'],
    ['HTTPS://chat.example.test/'],
    ['https://chat.example.test:443//'],
    ['https://chat.example.test./'],
    ['https://user:secret@chat.example.test'],
    ['https://chat.example.test/?a=1#b'],
    ['https://ch%61t.example.test/%2E/x/%2e%2E/'],
    ['  https://chat.example.test  '],
  ])('is known again though it is spelt %s', (spelling) => {
    expect(normalizeBaseUrl(spelling)).toBe('https://chat.example.test');
  });

  it.each([
    ['https://chat.example.test/desk//one/'],
    ['https://chat.example.test//%64esk/one'],
    ['https://chat.example.test/desk/./two/../one///'],
    ['https://chat.example.test.:443/d%65sk/one'],
  ])('keeps its path, in one spelling: %s', (spelling) => {
    expect(normalizeBaseUrl(spelling)).toBe('https://chat.example.test/desk/one');
  });

  it('is another one by another scheme, port or path', () => {
    const spellings = [
      'https://a.test',
      'http://a.test',
      'https://a.test:8443',
      'https://a.test/A',
      'https://a.test/a',
    ];
    expect(new Set(spellings.map(normalizeBaseUrl)).size).toBe(spellings.length);
  });

  it('keeps escapes that mean something, in one spelling', () => {
    expect(normalizeBaseUrl('https://a.test/x%2fy%3f')).toBe('https://a.test/x%2Fy%3F');
  });

  it('with a name in other scripts is its punycode', () => {
    expect(normalizeBaseUrl('https://Bücher.test')).toBe(normalizeBaseUrl('https://xn--bcher-kva.test'));
  });

  it('keeps a port behind a dot, and IP addresses', () => {
    expect(normalizeBaseUrl('http://chat.test.:3000/')).toBe('http://chat.test:3000');
    expect(normalizeBaseUrl('http://[::1]:3000/')).toBe('http://[::1]:3000');
    expect(normalizeBaseUrl('http://127.1/')).toBe('http://127.0.0.1');
  });
});

it('takes two addresses for one host whatever their scheme, path and spelling', () => {
  expect(isSameHost('https://a.test', 'http://x@A.test./desk')).toBe(true);
  expect(isSameHost('https://a.test', 'https://b.a.test')).toBe(false);
  expect(isSameHost('https://a.test:8443', 'https://a.test')).toBe(false);
});
