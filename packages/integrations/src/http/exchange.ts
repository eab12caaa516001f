import { type Dispatcher, errors } from 'undici';
import { UpstreamError } from '../contract/index.ts';
import { AddressRefused, isAddressRefused } from './guarded-connector.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** How far a request came: what a failure means depends on nothing else. */
type Progress = 'waiting' | 'sent' | 'over';

interface ExchangeOptions {
  request: HttpRequest;
  /** Host, method and path, for messages. */
  label: string;
  /** How long a connection may be waited for. */
  waitTimeoutMs: number;
  answerBytesMax: number;
  resolve: (response: HttpResponse) => void;
  reject: (error: unknown) => void;
}

/** One request and its answer, as undici's handler. Settles exactly once. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #chunks: Buffer[] = [];
  #progress: Progress = 'waiting';
  #timer: NodeJS.Timeout;
  #bytes = 0;
  #status = 0;
  #headers: HttpResponse['headers'] = {};

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#timer = setTimeout(() => this.#fail('unreachable', 'no connection in time'), options.waitTimeoutMs);
  }

  /** Called with the socket in hand, before anything is written; a throw here leaves the socket untouched. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#progress !== 'waiting') throw new errors.RequestAbortedError();
    try {
      this.#options.request.guard?.();
    } catch (error) {
      this.#reject(error);
      throw new errors.RequestAbortedError();
    }
    this.#progress = 'sent';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#fail(this.#unanswered('timeout'), `no answer in ${this.#options.request.timeoutMs} ms`);
      controller.abort(new errors.RequestAbortedError());
    }, this.#options.request.timeoutMs);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    for (const [name, value] of Object.entries(headers)) {
      this.#headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#options.answerBytesMax) {
      this.#chunks.push(chunk);
      return;
    }
    this.#fail(
      this.#unanswered('malformed'),
      `the answer is larger than ${this.#options.answerBytesMax} bytes`,
    );
    controller.abort(new errors.RequestAbortedError());
  }

  onResponseEnd(): void {
    if (this.#progress === 'over') return;
    this.#settle();
    const text = Buffer.concat(this.#chunks).toString('utf8');
    this.#options.resolve({ status: this.#status, headers: this.#headers, text, json: parseJson(text) });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#progress === 'waiting') this.#failUnsent(error);
    else if (error instanceof errors.HTTPParserError)
      this.#fail(this.#unanswered('malformed'), 'no HTTP answer', error);
    else this.#fail(this.#unanswered('unreachable'), 'the connection broke before the answer', error);
  }

  #failUnsent(error: Error): void {
    if (isAddressRefused(error)) {
      this.#fail('rejected', new AddressRefused().message, error);
    } else if (error instanceof errors.InvalidArgumentError) {
      this.#fail('rejected', `not a request that can be sent: ${error.message}`);
    } else {
      this.#fail('unreachable', 'no connection', error);
    }
  }

  /** What a sent request without a usable answer is. */
  #unanswered(kind: 'timeout' | 'unreachable' | 'malformed'): UpstreamError['kind'] {
    return this.#options.request.write ? 'unknown-outcome' : kind;
  }

  #fail(kind: UpstreamError['kind'], why: string, cause?: unknown): void {
    if (this.#progress === 'over') return;
    const details = { cause, ...(this.#status === 0 ? {} : { status: this.#status }) };
    this.#reject(new UpstreamError(kind, `${this.#options.label}: ${why}`, details));
  }

  #reject(error: unknown): void {
    this.#settle();
    this.#options.reject(error);
  }

  #settle(): void {
    this.#progress = 'over';
    clearTimeout(this.#timer);
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
