import { expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';

const peer = '10.0.0.1';

it.each([
  ['of the connection, without proxies, whatever the header says', 0, '203.0.113.9', peer],
  ['added by the one proxy', 1, '203.0.113.9', '203.0.113.9'],
  ['added by the proxy, not written by the client', 1, '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  ['added by the outer of two proxies', 2, '1.1.1.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['of the connection when somebody came past the proxies', 2, '1.1.1.1', peer],
  ['of the connection without a header', 1, undefined, peer],
  ['of the connection when the proxy added nothing', 1, '1.1.1.1, ', peer],
])('is the address %s', (_name, trustedProxies, forwardedFor, address) => {
  expect(clientAddress({ peer, forwardedFor, trustedProxies })).toBe(address);
});
