import { describe, expect, it } from 'vitest';
import type { AcceptedProof } from '../contract/index.ts';
import { signBody } from './sign-body.ts';
import { verifyProof } from './verify-proof.ts';

const names = { signature: 'x-sig', timestamp: 'x-ts', secretKeys: ['x-key', 'x-other-key'] };
const body = '{"a":1}';
const nowMs = 1_784_112_300_000;
const timestamp = String(nowMs / 1_000);

function verify(headers: Record<string, string>, accepted: Partial<AcceptedProof> = {}) {
  const request = { header: (name: string) => headers[name], body: Buffer.from(body), receivedAtMs: nowMs };
  return verifyProof(names, request, { secrets: ['old', 'new'], pathKeyAlone: false, ...accepted });
}

const plain = signBody({ secret: 'new', body });
const timed = signBody({ secret: 'new', timestamp, body });

describe('what is accepted', () => {
  it.each([
    ['signature', { 'x-sig': timed, 'x-ts': timestamp }],
    ['plain-signature', { 'x-sig': plain }],
    ['plain-signature', { 'x-sig': plain.slice(7) }],
    ['plain-signature', { 'x-sig': plain.slice(7).toUpperCase() }],
    ['secret-key', { 'x-key': 'old' }],
    ['secret-key', { 'x-other-key': 'new' }],
    ['token', { 'x-webhook-token': 'new' }],
    ['token', { 'x-key': 'wrong', 'x-webhook-token': 'new' }],
  ])('%s: %j', (scheme, headers) => expect(verify(headers)).toEqual({ ok: true, scheme }));

  it('path key alone, where nothing else is sent', () => {
    expect(verify({}, { pathKeyAlone: true })).toEqual({ ok: true, scheme: 'path-key' });
    expect(verify({})).toEqual({ ok: false, reason: 'missing' });
  });
});

describe('what is refused', () => {
  it.each([
    ['mismatch', { 'x-sig': timed }],
    ['mismatch', { 'x-sig': plain, 'x-ts': timestamp }],
    ['mismatch', { 'x-sig': '' }],
    ['mismatch', { 'x-sig': `sha256=${'z'.repeat(64)}` }],
    ['mismatch', { 'x-sig': plain.slice(0, -1) }],
    ['mismatch', { 'x-sig': 'sha256=', 'x-webhook-token': 'new' }],
    ['stale', { 'x-sig': timed, 'x-ts': '' }],
    ['stale', { 'x-sig': timed, 'x-ts': `${timestamp}.5` }],
    ['stale', { 'x-sig': timed, 'x-ts': '-1' }],
    ['stale', { 'x-sig': timed, 'x-ts': timestamp.padEnd(20, '0') }],
    ['mismatch', { 'x-webhook-token': 'ne' }],
    ['mismatch', { 'x-key': 'wrong' }],
  ])('%s: %j, also when the path key would do', (reason, headers) => {
    expect(verify(headers, { pathKeyAlone: true })).toEqual({ ok: false, reason });
  });

  it('an empty secret, with which anyone could sign', () => {
    const signature = signBody({ secret: '', body });
    expect(verify({ 'x-sig': signature }, { secrets: [''] }).ok).toBe(false);
    expect(verify({ 'x-webhook-token': '' }, { secrets: [''] }).ok).toBe(false);
  });
});
