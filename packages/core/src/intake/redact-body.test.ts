import { anything, assert, dictionary, object, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactBody } from './redact-body.ts';

const redacted = (text: string) => redactBody(Buffer.from(text)).toString();
const names = ['pubsub_token', 'access_token', 'hmac_token', 'api_access_token'];

describe('what is stored of a body', () => {
  it.each(names)('holds no %s, however deep it stood', (name) => {
    const body = { [name]: 'S3CRET', a: [{ b: { [name]: 'S3CRET"\\', c: 1 } }], d: 'kept' };
    const wanted = { [name]: '[redacted]', a: [{ b: { [name]: '[redacted]', c: 1 } }], d: 'kept' };
    expect(JSON.parse(redacted(JSON.stringify(body)))).toEqual(wanted);
    expect(redacted(JSON.stringify(body, null, 2))).not.toContain('S3CRET');
  });

  it('is otherwise as it came, to the byte', () => {
    const before =
      '{ "content":"\\u003cb\\u003e ü 🦊 \\ud83e",\n "n": 1.50 , "pubsub_token" : "x" ,"z":null}';
    expect(redacted(before)).toBe(before.replace('"pubsub_token" : "x"', '"pubsub_token":"[redacted]"'));
  });

  it('keeps bytes that are no text', () => {
    const body = Buffer.concat([
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"pubsub_token":"x"'),
      Buffer.from([0xfe]),
    ]);
    const wanted = Buffer.concat([
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"pubsub_token":"[redacted]"'),
      Buffer.from([0xfe]),
    ]);
    expect(redactBody(body)).toEqual(wanted);
  });

  it('is the very same buffer when there is nothing to take out', () => {
    const body = Buffer.from('{"content":"hello"}');
    expect(redactBody(body)).toBe(body);
  });

  it.each([
    ['names one', { content: 'my pubsub_token is broken' }],
    ['quotes one', { content: 'it says "pubsub_token":"abc" here' }],
    [
      'quotes one that is quoted',
      { content: JSON.stringify({ pubsub_token: JSON.stringify({ access_token: 'x' }) }) },
    ],
    ['is the name of one', { content: 'pubsub_token', 'other_token"': '"access_token":"x"' }],
  ])('keeps a text that %s', (_name, body) =>
    expect(JSON.parse(redacted(JSON.stringify(body)))).toEqual(body),
  );

  it('keeps the token of something else', () => {
    const body = { my_access_token: 'kept', access_token_2: 'kept', pubsub_token: null };
    expect(JSON.parse(redacted(JSON.stringify(body)))).toEqual(body);
  });

  it('loses a secret of any length without giving up', () => {
    for (const secret of ['x'.repeat(5_000_000), '\\"'.repeat(2_000_000)]) {
      expect(redacted(`{"a":1,"pubsub_token":"${secret}","b":2}`)).toBe(
        '{"a":1,"pubsub_token":"[redacted]","b":2}',
      );
    }
  });

  it('stays the same JSON but for the secrets, whatever it was', () => {
    const texts = string({ unit: 'grapheme' });
    const bodies = object({ key: texts, values: [texts, anything({ maxDepth: 0 })] });
    return assert(
      property(bodies, dictionary(texts, texts), (body, more) => {
        const before = JSON.parse(JSON.stringify({ ...body, more }));
        const after = JSON.parse(redacted(JSON.stringify({ ...before, pubsub_token: 'S3CRET' })));
        expect(after).toEqual({ ...before, pubsub_token: '[redacted]' });
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});
