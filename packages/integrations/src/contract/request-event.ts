import type { UpstreamErrorKind } from './upstream-error.ts';

/** Which way out a request took: a provider, a dialect, what keeps bots, onboarding, the doctor, or a file from anywhere. */
export type UpstreamName =
  | 'chatwoot'
  | 'chat_api'
  | 'messaging_api'
  | 'generic'
  | 'v12'
  | 'cloud'
  | 'set_up'
  | 'probe'
  | 'files';

/** One request that went out, or failed to: for metrics and traces. Holds no path, content or secret. */
export interface RequestEvent {
  upstream: UpstreamName;
  method: string;
  host: string;
  /** What the answer means where nothing is at stake; a caller may hold a 5xx of a write for `unknown-outcome`. */
  kind: 'ok' | UpstreamErrorKind;
  /** Null: no answer. */
  status: number | null;
  /** From the wait for a connection to the last byte. */
  durationMs: number;
}

/** Told of each request; must not throw. */
export type RequestObserver = (event: RequestEvent) => void;
