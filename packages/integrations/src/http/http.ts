import type { Budgets, SendGuard } from '../contract/index.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, instead of `json`; `headers` name its content type. */
  text?: string;
  /** From the first byte written to the last byte read. */
  timeoutMs: number;
  /** A write that is sent and not answered is `unknown-outcome`, a read is `timeout`. */
  write: boolean;
  /** Called right before the request is written to its socket. */
  guard?: SendGuard;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
  /** The parsed body; undefined when it is not JSON. */
  json: unknown;
}

/** The one way out to upstreams. Transport failures throw `UpstreamError`; every answer, also a 500, is returned. */
export interface Http {
  request(input: HttpRequest): Promise<HttpResponse>;
  /** What requests are paid from (`spendBudget`); nothing is limited without. */
  budgets?: Budgets | undefined;
  close(): Promise<void>;
}
