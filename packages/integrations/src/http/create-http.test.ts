import { describe, expect, it } from 'vitest';
import { closers, failure, listen, ok, open, read, write } from '../../test/raw-server.ts';
import type { HttpOptions } from './create-http.ts';

describe('an answer', () => {
  it('is returned whatever its status, with its headers in lower case and its JSON', async () => {
    const { url } = await listen((socket) =>
      socket.write('HTTP/1.1 503 Busy\r\nRetry-After: 7\r\ncontent-length: 9\r\n\r\n{"a":"b"}'),
    );
    const answer = await open().request(write(url));
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7' },
      text: '{"a":"b"}',
      json: { a: 'b' },
    });
  });

  it('without JSON has its text', async () => {
    const { url } = await listen((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\nRetry later'),
    );
    expect(await open().request(read(url))).toMatchObject({ text: 'Retry later', json: undefined });
  });

  it('that redirects is not followed', async () => {
    const { url, seen } = await listen((socket) =>
      socket.write('HTTP/1.1 302 Found\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n'),
    );
    expect((await open().request(read(url))).status).toBe(302);
    expect(seen.bytes.match(/GET/g)).toHaveLength(1);
  });

  it('comes over connections that are used again', async () => {
    const { url, seen } = await listen(ok);
    const http = open();
    for (let count = 0; count < 10; count += 1) await http.request(write(url));
    // The next request may be written before the pool knows that the last answer is complete.
    expect(seen.connections).toBeLessThanOrEqual(2);
  });

  it('larger than the cap is refused', async () => {
    const { url } = await listen((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 2000\r\n\r\n${'x'.repeat(2_000)}`),
    );
    const http = open({ answerBytesMax: 1_000 });
    expect((await failure(http.request(read(url)))).kind).toBe('malformed');
    expect((await failure(http.request(write(url)))).kind).toBe('unknown-outcome');
  });

  it('that is no HTTP is malformed, and leaves a write in doubt', async () => {
    const { url } = await listen((socket) => socket.write('220 mail ready\r\n\r\n'));
    expect((await failure(open().request(read(url)))).kind).toBe('malformed');
    expect((await failure(open().request(write(url)))).kind).toBe('unknown-outcome');
  });
});

describe('no answer', () => {
  it('in time is a timeout for a read and an unknown outcome for a write', async () => {
    const { url } = await listen(() => {});
    expect((await failure(open().request({ ...read(url), timeoutMs: 30 }))).kind).toBe('timeout');
    expect((await failure(open().request({ ...write(url), timeoutMs: 30 }))).kind).toBe('unknown-outcome');
  });

  it('to the end of its body counts too', async () => {
    const { url } = await listen((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'),
    );
    const error = await failure(open().request({ ...read(url), timeoutMs: 500 }));
    expect(error).toMatchObject({ kind: 'timeout', status: 200 });
  });

  it('because the connection was cut leaves a write in doubt', async () => {
    const { url } = await listen((socket) => socket.destroy());
    expect((await failure(open().request(read(url)))).kind).toBe('unreachable');
    expect((await failure(open().request(write(url)))).kind).toBe('unknown-outcome');
  });

  it('because a kept connection died on being used leaves a write in doubt, and is never repeated', async () => {
    const { url, seen } = await listen((socket, _chunk, count) =>
      count === 1 ? ok(socket) : socket.destroy(),
    );
    const http = open();
    await http.request(write(url));
    expect((await failure(http.request(write(url)))).kind).toBe('unknown-outcome');
    expect(seen.bytes.match(/POST/g)).toHaveLength(2);
  });

  it('because nobody listens: nothing was sent', async () => {
    const { url } = await listen(() => {});
    await closers.pop()?.();
    expect((await failure(open().request(write(url)))).kind).toBe('unreachable');
  });

  it('because the host has no address: nothing was sent', async () => {
    const resolveAll: HttpOptions['resolveAll'] = (_host, _options, callback) =>
      callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }), []);
    expect((await failure(open({ resolveAll }).request(write('http://nobody.example')))).kind).toBe(
      'unreachable',
    );
  });

  it('because no connection became free: nothing was sent, also not later', async () => {
    const { url, seen } = await listen(() => {});
    const http = open({ connectionsPerOriginMax: 1, waitTimeoutMs: 30 });
    const first = failure(http.request({ ...write(`${url}/first`), timeoutMs: 200 }));
    expect((await failure(http.request(write(`${url}/second`)))).kind).toBe('unreachable');
    expect((await first).kind).toBe('unknown-outcome');
    await expect.poll(() => seen.bytes).toContain('/first');
    expect(seen.bytes).not.toContain('/second');
  });
});

describe('what goes out', () => {
  it('is JSON whose strings are well formed', async () => {
    const { url, seen } = await listen(ok);
    await open().request({ ...write(url), json: { 'k\udc00': ['a\ud800', '\\ud800', '😀'] } });
    expect(seen.bytes.split('\r\n\r\n')[1]).toBe(
      Buffer.from('{"k\ufffd":["a\ufffd","\\\\ud800","😀"]}').toString('latin1'),
    );
  });

  it.each(['ftp://files.example', 'not a url', ''])('%j is no URL of an upstream', async (url) => {
    expect((await failure(open().request(read(url)))).kind).toBe('rejected');
  });

  it('names host, method and path in a failure, and neither query nor content', async () => {
    const { url } = await listen((socket) => socket.destroy());
    const error = await failure(open().request(write(`${url}/path?token=hidden`)));
    expect(error.message).toContain('POST /path');
    expect(error.message).not.toContain('hidden');
  });
});
