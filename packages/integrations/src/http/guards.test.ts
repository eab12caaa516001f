import { describe, expect, it, vi } from 'vitest';
import { closers, failure, listen, ok, open, read, write } from '../../test/raw-server.ts';
import { LeaseLost } from '../contract/index.ts';
import type { HttpOptions } from './create-http.ts';

describe('the guard', () => {
  const refuse = () => {
    throw new LeaseLost();
  };

  it('stops a request whose connection has first to be opened, before a byte is written', async () => {
    const { url, seen, sockets } = await listen(ok);
    const http = open();
    await expect(http.request({ ...write(url), guard: refuse })).rejects.toBeInstanceOf(LeaseLost);
    await expect.poll(() => sockets.size).toBe(1);
    await http.request(read(`${url}/next`));
    expect(seen.bytes).not.toContain('POST');
  });

  it('stops a request on a kept connection, which stays usable', async () => {
    const { url, seen } = await listen(ok);
    const http = open();
    await http.request(read(url));
    await expect(http.request({ ...write(url), guard: refuse })).rejects.toBeInstanceOf(LeaseLost);
    await http.request(read(url));
    expect(seen.bytes).not.toContain('POST');
    expect(seen.connections).toBeLessThanOrEqual(2);
  });

  it('is asked once the connection is there, and once', async () => {
    const { url, seen } = await listen(ok);
    const guard = vi.fn(() => expect(seen.bytes).toBe(''));
    await open().request({ ...write(url), guard });
    expect(guard).toHaveBeenCalledTimes(1);
  });

  it('is not asked when there is no connection', async () => {
    const { url } = await listen(() => {});
    await closers.pop()?.();
    const guard = vi.fn();
    await failure(open().request({ ...write(url), guard }));
    expect(guard).not.toHaveBeenCalled();
  });
});

describe('private addresses', () => {
  const closed = { allowPrivate: false };

  it.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:10.0.0.1]',
    'http://169.254.169.254/latest/meta-data',
    'http://10.1.2.3',
    'http://100.64.0.1',
    'http://[fd00:ec2::254]',
    'http://[fe80::1]',
    'http://224.0.0.1',
    'http://0.0.0.0',
    'https://192.168.1.1',
    'http://[64:ff9b::7f00:1]',
    'http://[::7f00:1]',
  ])('%s is refused before anything is sent', async (url) => {
    const error = await failure(open(closed).request(write(url)));
    expect(error.kind).toBe('rejected');
    expect(error.message).toContain('UPSTREAM_ALLOW_PRIVATE');
  });

  it('are refused behind a name, also when the name answers otherwise the first time', async () => {
    const { url, port, seen } = await listen(ok);
    const answers = ['203.0.114.1', '127.0.0.1'];
    const asked = vi.fn();
    const resolveAll: HttpOptions['resolveAll'] = (_host, _options, callback) => {
      asked();
      callback(null, [{ address: answers.pop() ?? '127.0.0.1', family: 4 }]);
    };
    const error = await failure(
      open({ ...closed, resolveAll }).request(write(`http://rebind.example:${port}`)),
    );
    expect(error.kind).toBe('rejected');
    expect(asked).toHaveBeenCalledTimes(1);
    expect(seen.connections).toBe(0);
    expect(url).toContain(String(port));
  });

  it('are left out of a name that has public ones too', async () => {
    const { port, seen } = await listen(ok);
    const resolveAll: HttpOptions['resolveAll'] = (_host, _options, callback) =>
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '198.51.100.7', family: 4 },
      ]);
    expect(
      (await failure(open({ ...closed, resolveAll }).request(write(`http://x.example:${port}`)))).kind,
    ).toBe('rejected');
    expect(seen.connections).toBe(0);
  });

  it('are fine where they are allowed', async () => {
    const { port } = await listen(ok);
    expect((await open().request(read(`http://localhost:${port}`))).status).toBe(200);
  });
});
