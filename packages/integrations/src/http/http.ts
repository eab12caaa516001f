import type { Budgets, SendGuard } from '../contract/index.ts';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, instead of `json`. */
  body?: HttpBody;
  /** Sent as it is, instead of `json`; `headers` name its content type. */
  text?: string;
  /** From the first byte written to the last byte read. */
  timeoutMs: number;
  /** A write that is sent and not answered is `unknown-outcome`, a read is `timeout`. */
  write: boolean;
  /** Called right before the request is written to its socket. */
  guard?: SendGuard;
}

/** Bytes of a known number, read while they are sent: a file is never held in memory. */
export interface HttpBody {
  contentType: string;
  bytes: number;
  /**
   * From the first byte; asked for at most once. A chunk holds until the next one is asked for: the memory may be the same,
   * so that a file leaves no garbage of its size.
   */
  chunks(): AsyncIterable<Uint8Array>;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
  /** The parsed body; undefined when it is not JSON. */
  json: unknown;
}

export interface DownloadRequest {
  url: string;
  /** Over all redirects, to the last byte. */
  timeoutMs: number;
  /** A larger file is `rejected`, as soon as that shows. */
  bytesMax: number;
  /** Hops followed at most; each is held to the same rules. Default 5. */
  redirectsMax?: number;
}

/** A file fetched to disk. It has no name there, so that nothing stays when the process goes. */
export interface Download {
  /** Where it was in the end. */
  url: string;
  bytes: number;
  /** The headers it came with. */
  headers: Record<string, string | undefined>;
  /** As of an `HttpBody`. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Gives the disk space back. */
  close(): Promise<void>;
}

/** The one way out to upstreams. Transport failures throw `UpstreamError`; every answer, also a 500, is returned. */
export interface Http {
  request(input: HttpRequest): Promise<HttpResponse>;
  /** What requests are paid from (`spendBudget`); nothing is limited without. */
  budgets?: Budgets | undefined;
  close(): Promise<void>;
}

/** With files from anywhere: what a bot shows may lie at any public address. */
export interface HttpAndFiles extends Http {
  /** Fetches a file, following redirects. Throws `UpstreamError` for whatever is no file of the size allowed. */
  download(input: DownloadRequest): Promise<Download>;
}
