import { Agent, type Dispatcher } from 'undici';
import type { Budgets } from '../contract/index.ts';
import { createSlots } from './create-slots.ts';
import { download } from './download.ts';
import { encodeJson } from './encode-json.ts';
import { Exchange } from './exchange.ts';
import { guardedConnector, type ResolveAll } from './guarded-connector.ts';
import type { HttpAndFiles, HttpRequest, HttpResponse } from './http.ts';
import { parseUrl } from './parse-url.ts';

const downloadWaitMs = 5_000;

export interface HttpOptions {
  /** Whether hosts may resolve to private, loopback or reserved addresses (`UPSTREAM_ALLOW_PRIVATE`). */
  allowPrivate: boolean;
  /** TCP and TLS together. Default 5,000. */
  connectTimeoutMs?: number;
  /** How long a request may wait for a free connection. Default 15,000. */
  waitTimeoutMs?: number;
  /** Sockets per origin. Default 128. */
  connectionsPerOriginMax?: number;
  /** Larger answers are refused. Default 8 MiB. */
  answerBytesMax?: number;
  /** Left out: nothing is limited. */
  budgets?: Budgets | undefined;
  /** Files on disk at once, so that the disk stays bounded. Default 32; a download waits 5 s for its place. */
  downloadsMax?: number;
  /** Name resolution; the system's when left out. */
  resolveAll?: ResolveAll;
}

/**
 * The one way out to upstreams: keep-alive connections over HTTP/1.1, no redirects but for files, no retries, private
 * addresses refused unless allowed. See `Http` for what is thrown.
 */
export function createHttp(options: HttpOptions): HttpAndFiles {
  const { connectTimeoutMs = 5_000, waitTimeoutMs = 15_000, answerBytesMax = 8 * 1024 * 1024 } = options;
  const agent = new Agent({
    connect: guardedConnector({ ...options, connectTimeoutMs }),
    connections: options.connectionsPerOriginMax ?? 128,
    // Each request carries its own clock, started when it is written.
    headersTimeout: 0,
    bodyTimeout: 0,
    pipelining: 1,
    allowH2: false,
  });

  const slots = createSlots({ max: options.downloadsMax ?? 32, waitMs: downloadWaitMs });

  return {
    async request(input: HttpRequest): Promise<HttpResponse> {
      const url = parseUrl(input.url, input.method);
      const label = `${url.host}: ${input.method} ${url.pathname}`;
      const { type, body } = bodyOf(input);
      return new Promise((resolve, reject) => {
        agent.dispatch(
          {
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            method: input.method,
            headers: { ...type, ...input.headers },
            body,
          },
          new Exchange({ request: input, label, waitTimeoutMs, answerBytesMax, resolve, reject }),
        );
      });
    },

    budgets: options.budgets,
    async download(input) {
      const release = await slots.take('GET a file');
      try {
        const file = await download(agent, input);
        return { ...file, close: () => file.close().finally(release) };
      } catch (error) {
        release();
        throw error;
      }
    },

    close: () => agent.close(),
  };
}

type RequestBody = NonNullable<Dispatcher.DispatchOptions['body']> | null;

function bodyOf({ json, text, body }: HttpRequest): {
  type: Record<string, string>;
  body: RequestBody;
} {
  if (body !== undefined) {
    const type = { 'content-type': body.contentType, 'content-length': String(body.bytes) };
    return { type, body: iterableBody(body.chunks()) };
  }
  if (json === undefined) return { type: {}, body: text ?? null };
  return { type: { 'content-type': 'application/json' }, body: encodeJson(json) };
}

/**
 * undici takes async iterables, which its types do not tell; it asks for a chunk only when the socket has room again, so that
 * every chunk larger than the socket's buffer is on its way by then. A stream would read ahead.
 */
function iterableBody(chunks: AsyncIterable<Uint8Array>): RequestBody {
  return chunks as unknown as RequestBody;
}
