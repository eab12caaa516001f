/**
 * What an upstream did to a request of ours.
 * - `unreachable`: nothing was sent (refused, DNS, TLS, no connection in time); an ordinary attempt failed.
 * - `timeout`: a read got no answer in time. A write that got none is `unknown-outcome` instead.
 * - `rate-limited`: asked to wait; `retryAfterMs` when the upstream said how long.
 * - `unauthorized`: the credentials are refused; waiting does not help.
 * - `rejected`: refused for what it is (4xx); waiting does not help.
 * - `failed`: the upstream answered that it failed (5xx) and did not carry the request out; worth another attempt.
 * - `malformed`: answered something outside its contract.
 * - `unknown-outcome`: a write was sent and nobody knows whether it was carried out.
 */
export type UpstreamErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'rate-limited'
  | 'unauthorized'
  | 'rejected'
  | 'failed'
  | 'malformed'
  | 'unknown-outcome';

interface UpstreamErrorDetails {
  /** HTTP status, when there was an answer. */
  status?: number;
  retryAfterMs?: number;
  cause?: unknown;
}

/** A request to an upstream that did not succeed. The message names host, method and path, never content or secrets. */
export class UpstreamError extends Error {
  readonly kind: UpstreamErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(kind: UpstreamErrorKind, message: string, details: UpstreamErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'UpstreamError';
    this.kind = kind;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The sender no longer holds its lane: nothing was written to the upstream. Thrown by a `SendGuard`. */
export class LeaseLost extends Error {
  constructor() {
    super('the lane was lost before the request was written');
    this.name = 'LeaseLost';
  }
}

/** Called synchronously right before the first byte of a request is written; throws `LeaseLost` to stop it. */
export type SendGuard = () => void;
