import { describe, expect, it } from 'vitest';
import { closers, failure, listen, open } from '../../test/raw-server.ts';
import { sendSelfTest } from './send-self-test.ts';

const nowMs = 1_784_112_300_000;
const body = { account: { id: 7 } };

/** A receiver that keeps what came. */
async function receive(answer: string) {
  const server = await listen((socket, chunk) => {
    if (!chunk.includes('tandem_self_test')) return;
    const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${answer.length}`;
    socket.write(`${head}\r\n\r\n${answer}`);
  });
  return { ...server, http: open() };
}

describe('a self-test', () => {
  it('is signed as Chatwoot signs', async () => {
    const { http, url, seen } = await receive('{"status":"ignored","reason":"self-test"}');
    const test = { provider: 'chatwoot', url: `${url}/hook/key`, secret: 's', body, nowMs } as const;
    expect(await sendSelfTest(http, test)).toEqual({ status: 200, reason: 'self-test' });
    expect(seen.bytes).toMatch(/^POST \/hook\/key HTTP/);
    expect(seen.bytes).toMatch(/x-chatwoot-timestamp: 1784112300\r/);
    expect(seen.bytes).toMatch(/x-chatwoot-signature: sha256=[0-9a-f]{64}\r/);
    expect(seen.bytes).toContain('"event":"tandem_self_test"');
  });

  it('carries the plain secret and the slash of Botpress, or no proof where there is none', async () => {
    const { http, url, seen } = await receive('nonsense');
    const test = { provider: 'botpress', url: `${url}/hook/key`, secret: 's', body, nowMs } as const;
    expect(await sendSelfTest(http, test)).toEqual({ status: 200, reason: null });
    expect(seen.bytes).toMatch(/^POST \/hook\/key\/ HTTP/);
    expect(seen.bytes).toMatch(/x-secret-key: s\r/);
    await sendSelfTest(http, { ...test, provider: 'chatwoot', secret: null });
    expect(seen.bytes).not.toContain('x-chatwoot-signature');
  });

  it('names no key when it fails', async () => {
    const http = open();
    const test = { provider: 'chatwoot', url: 'http://127.0.0.1:1/hook/hunter2', secret: 's', body, nowMs };
    const error = await failure(sendSelfTest(http, { ...test, provider: 'chatwoot' }));
    expect([error.kind, error.message]).toEqual(['unreachable', expect.not.stringContaining('hunter2')]);
    expect(error.cause).toBeUndefined();
    expect(closers.length).toBeGreaterThan(0);
  });
});
