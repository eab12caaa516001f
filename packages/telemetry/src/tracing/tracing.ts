import type { RequestObserver } from '@tandem/integrations/contract';

/** Ids, outcomes and durations; never content or secrets. */
export type SpanAttributes = Record<string, string | number | boolean>;

/** Something that happens now, within the trace of a turn. */
export interface WorkSpan {
  name: string;
  turnId: string;
  attributes: SpanAttributes;
}

/** Something that is over. */
export interface PastSpan {
  name: string;
  kind: 'server' | 'internal';
  /** The id whose trace it belongs to (trace-ids.ts). */
  traceOf: string;
  /** Whether all others of the trace hang on it. */
  isRoot: boolean;
  attributes: SpanAttributes;
  startedAtMs: number;
  endedAtMs: number;
  failed: boolean;
}

/** Spans on their way to an OpenTelemetry collector (docs/adr/0010-tracing.md). Nothing here throws or waits. */
export interface Tracing {
  /** Does work in a span; requests to upstreams made meanwhile hang on it. */
  inSpan<Result>(span: WorkSpan, work: () => Promise<Result>): Promise<Result>;
  record(span: PastSpan): void;
  /** Records a request within the work that made it. */
  observeRequest: RequestObserver;
  /** Sends what is left, within a moment. */
  close(): Promise<void>;
}
