import { createHash } from 'node:crypto';
import { lookup } from 'node:dns';
import { Agent, buildConnector } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { sendBytes, serveFiles } from '../../test/file-server.ts';
import { failure, open } from '../../test/raw-server.ts';
import { download } from './download.ts';
import { guardedConnector, type ResolveAll } from './guarded-connector.ts';
import type { Download } from './http.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const limits = { timeoutMs: 5_000, bytesMax: 1_000_000 };

async function contentOf(file: Download): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.chunks()) chunks.push(Uint8Array.from(chunk));
  await file.close();
  return Buffer.concat(chunks);
}
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a file', () => {
  it('comes whole, with where it was and what it is', async () => {
    const content = Buffer.alloc(300_000, 'a file that is longer than a chunk');
    const server = await serveFiles((_request, response) => {
      response.setHeader('content-type', 'image/png').end(content);
    });
    const file = await open().download({ url: `${server.url}/a.png?x=1`, ...limits });
    expect(file).toMatchObject({ url: `${server.url}/a.png?x=1`, bytes: 300_000 });
    expect(file.headers['content-type']).toBe('image/png');
    expect(digest(await contentOf(file))).toBe(digest(content));
  });

  it('is followed through redirects, also relative ones', async () => {
    const server = await serveFiles((request, response) => {
      if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
      else if (request.url === '/b') response.writeHead(307, { location: `${server.url}/c` }).end('moved');
      else response.end('here');
    });
    const file = await open().download({ url: `${server.url}/a`, ...limits });
    expect((await contentOf(file)).toString()).toBe('here');
    expect(file.url).toBe(`${server.url}/c`);
  });

  it.each([
    ['that tells its size', true],
    ['that does not', false],
  ])('of more bytes than allowed is rejected, one %s', async (_name, told) => {
    const server = await serveFiles((_request, response) => sendBytes(response, 1_000_001, told));
    const error = await failure(open().download({ url: server.url, ...limits }));
    expect(error).toMatchObject({ kind: 'rejected' });
    expect(error.message).toContain('larger than 1000000 bytes');
  });

  it('of exactly as many is not', async () => {
    const server = await serveFiles((_request, response) => sendBytes(response, 1_000_000, false));
    const file = await open().download({ url: server.url, ...limits });
    expect(file.bytes).toBe(1_000_000);
    await file.close();
  });

  it.each([
    [404, 'rejected'],
    [403, 'unauthorized'],
    [429, 'rate-limited'],
    [503, 'failed'],
  ])('that is answered with %d is %s', async (status, kind) => {
    const server = await serveFiles((_request, response) => response.writeHead(status).end('no'));
    expect(await failure(open().download({ url: server.url, ...limits }))).toMatchObject({ kind, status });
  });

  it('that does not end in time is a timeout, whatever trickles in', async () => {
    const server = await serveFiles((_request, response) => response.write('some'));
    const error = await failure(open().download({ url: server.url, ...limits, timeoutMs: 150 }));
    expect(error.kind).toBe('timeout');
  });

  it('whose connection breaks is unreachable', async () => {
    const server = await serveFiles((_request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('half', () => response.destroy());
    });
    expect((await failure(open().download({ url: server.url, ...limits }))).kind).toBe('unreachable');
  });

  it('has its place on disk until it is closed', async () => {
    const server = await serveFiles((_request, response) => response.end('here'));
    const http = open({ downloadsMax: 1 });
    const first = await http.download({ url: server.url, ...limits });
    const second = http.download({ url: server.url, ...limits });
    await first.close();
    await (await second).close();
    for (let count = 0; count < 3; count += 1)
      await failure(http.download({ url: server.url, ...limits, bytesMax: 1 }));
    expect(server.asked).toHaveLength(5);
  });

  it('behind a circle of redirects is given up', async () => {
    const server = await serveFiles((_request, response) => response.writeHead(302, { location: '/' }).end());
    const error = await failure(open().download({ url: server.url, ...limits, redirectsMax: 3 }));
    expect(error).toMatchObject({ kind: 'rejected' });
    expect(server.asked).toHaveLength(4);
  });
});

describe('addresses that may not be reached', () => {
  /** `files.example` stands for a public server; all else goes through the guard. */
  function openAgent(publicPort: number, resolveAll: ResolveAll = lookup): Agent {
    const guarded = guardedConnector({ allowPrivate: false, connectTimeoutMs: 1_000, resolveAll });
    const direct = buildConnector({ timeout: 1_000 });
    const agent = new Agent({
      connect: (target, callback) => {
        if (target.hostname !== 'files.example') return guarded(target, callback);
        return direct({ ...target, hostname: '127.0.0.1', port: String(publicPort) }, callback);
      },
    });
    closers.push(() => agent.destroy());
    return agent;
  }

  it.each(['http://127.0.0.1:1/', 'http://[::1]/', 'http://169.254.169.254/latest', 'http://localhost/'])(
    'are refused at once: %s',
    async (url) => {
      const error = await failure(open({ allowPrivate: false }).download({ url, ...limits }));
      expect(error).toMatchObject({ kind: 'rejected' });
      expect(error.message).toContain('private or reserved');
    },
  );

  it('are refused behind a redirect, too', async () => {
    const secret = await serveFiles((_request, response) => response.end('the secret'));
    const server = await serveFiles((_request, response) => {
      response.writeHead(302, { location: `${secret.url}/latest/meta-data` }).end();
    });
    const error = await failure(
      download(openAgent(server.port), { url: 'http://files.example/', ...limits }),
    );
    expect(error).toMatchObject({ kind: 'rejected' });
    expect([server.asked, secret.asked]).toEqual([['/'], []]);
  });

  it.each(['file:///etc/passwd', 'ftp://files.example/a', 'gopher://files.example', 'http://', '//['])(
    'are not reached by a redirect to %s',
    async (location) => {
      const server = await serveFiles((_request, response) => response.writeHead(302, { location }).end());
      const error = await failure(
        download(openAgent(server.port), { url: 'http://files.example/', ...limits }),
      );
      expect(error.kind).toBe('rejected');
      expect(server.asked).toHaveLength(1);
    },
  );

  it('are refused when a name answers differently than it did when it was looked at', async () => {
    const secret = await serveFiles((_request, response) => response.end('the secret'));
    const answers = [['192.0.2.1', '127.0.0.1'], ['127.0.0.1']];
    const looked: string[] = [];
    const resolveAll: ResolveAll = (hostname, _options, callback) => {
      looked.push(hostname);
      const addresses = answers.shift() ?? ['127.0.0.1'];
      callback(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      );
    };
    const server = await serveFiles((_request, response) => {
      response.writeHead(302, { location: `http://rebound.example:${secret.port}/` }).end();
    });
    const agent = openAgent(server.port, resolveAll);
    for (let count = 0; count < 2; count += 1) {
      const error = await failure(download(agent, { url: 'http://files.example/', ...limits }));
      expect(error.kind).toBe('rejected');
    }
    expect(looked).toEqual(['rebound.example', 'rebound.example']);
    expect(secret.asked).toEqual([]);
  });
});
