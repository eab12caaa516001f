import { Agent } from 'undici';
import { type Budgets, UpstreamError } from '../contract/index.ts';
import { encodeJson } from './encode-json.ts';
import { Exchange } from './exchange.ts';
import { guardedConnector, type ResolveAll } from './guarded-connector.ts';
import type { Http, HttpRequest, HttpResponse } from './http.ts';

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
  /** Name resolution; the system's when left out. */
  resolveAll?: ResolveAll;
}

/**
 * The one way out to upstreams: keep-alive connections over HTTP/1.1, no redirects, no retries, private addresses
 * refused unless allowed. See `Http` for what is thrown.
 */
export function createHttp(options: HttpOptions): Http {
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

  return {
    async request(input: HttpRequest): Promise<HttpResponse> {
      const url = parseUrl(input);
      const label = `${url.host}: ${input.method} ${url.pathname}`;
      const json = input.json === undefined ? null : encodeJson(input.json);
      return new Promise((resolve, reject) => {
        agent.dispatch(
          {
            origin: url.origin,
            path: `${url.pathname}${url.search}`,
            method: input.method,
            headers: { ...(json === null ? {} : { 'content-type': 'application/json' }), ...input.headers },
            body: json ?? input.text ?? null,
          },
          new Exchange({ request: input, label, waitTimeoutMs, answerBytesMax, resolve, reject }),
        );
      });
    },

    budgets: options.budgets,
    close: () => agent.close(),
  };
}

function parseUrl(input: HttpRequest): URL {
  const url = URL.parse(input.url);
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new UpstreamError('rejected', `${input.method}: not a http or https URL`);
}
