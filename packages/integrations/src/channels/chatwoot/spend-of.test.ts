import { expect, it } from 'vitest';
import { spendOfChatwoot } from './spend-of.ts';

const request = (method: 'GET' | 'POST', path: string, base = 'https://chat.example') => ({
  method,
  url: `${base}/api/v1/accounts/3/conversations/9876/${path}`,
  timeoutMs: 1,
  write: false,
});
const host = { kind: 'chatwoot-host', id: 'chat.example' };

it('counts every request against its host, and a new message against its conversation', () => {
  expect(spendOfChatwoot(request('POST', 'messages'))).toEqual({
    scopes: [host, { kind: 'chatwoot-conversation', id: 'chat.example/3/9876' }],
    optional: false,
  });
  for (const path of ['messages?after=5', 'messages', 'labels']) {
    expect(spendOfChatwoot(request('GET', path))).toEqual({ scopes: [host], optional: false });
  }
});

it('counts one host and conversation once, however the address is spelt', () => {
  for (const base of ['https://CHAT.example./', 'https://u:p@chat.example:443//'])
    expect(spendOfChatwoot(request('POST', 'messages', base))).toEqual(
      spendOfChatwoot(request('POST', 'messages')),
    );
});

it('leaves typing out first', () => {
  const typing = (status: string) =>
    spendOfChatwoot({ ...request('POST', 'toggle_typing_status'), json: { typing_status: status } });
  expect(typing('on')).toEqual({ scopes: [host], optional: true });
  expect(typing('off')).toEqual({ scopes: [host], optional: false });
  expect(spendOfChatwoot(request('POST', 'toggle_status')).optional).toBe(false);
});

it('tells two hosts apart, however they are spelled', () => {
  const idOf = (base: string) => spendOfChatwoot(request('GET', '', base)).scopes[0]?.id;
  expect(idOf('https://CHAT.example:443/desk')).toBe('chat.example');
  expect(idOf('https://chat.example:8443')).toBe('chat.example:8443');
});
