import type { Database, NewAttempt } from '@tandem/db';
import type { EngineDialect, Integrations } from '@tandem/integrations/contract';
import type { Config, ConnectionId, KnowledgeEntry, LaneKey, TenantId } from '@tandem/schemas';
import type { KnowledgeSearch } from '../knowledge/search-shared-knowledge.ts';
import type { LaneSpan } from './in-span.ts';

/** A tenant as the lanes need it: configuration with defaults, connections with their secrets opened. */
export interface TenantView {
  tenantId: TenantId;
  active: boolean;
  config: Config;
  configVersion: number;
  channel: {
    connectionId: ConnectionId;
    answerWhen: 'pending' | 'pending-or-unassigned-open';
    settings: Record<string, unknown>;
  } | null;
  engine: { dialect: EngineDialect; settings: Record<string, unknown> } | null;
}

export interface TenantDirectory {
  /** Null when there is no such tenant. */
  view(tenantId: TenantId): Promise<TenantView | null>;
  /** The entries of one version of the configuration. */
  knowledge(tenantId: TenantId, configVersion: number): Promise<readonly KnowledgeEntry[]>;
  /** The settings of a channel connection, also of one that is no longer in use; null when it is gone. */
  channelSettings(tenantId: TenantId, connectionId: ConnectionId): Promise<Record<string, unknown> | null>;
}

/** One wide line per unit of work: ids, outcome, duration; never content. */
export interface LaneLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface LaneContext {
  database: Database;
  integrations: Integrations;
  directory: TenantDirectory;
  /** Finds entries by meaning where a shared bot's cloud holds them; absent: there is no such bot. */
  searchKnowledge?: KnowledgeSearch;
  /** Writes one attempt down, soon and together with others; never throws. */
  recordAttempt(attempt: NewAttempt & { tenantId: TenantId }): void;
  /** Best effort; the sweep repairs what is lost. */
  wake(lanes: LaneKey[]): void;
  wakeAt(lane: LaneKey, at: Date): void;
  /** Does at `at` what nobody misses when this process has ended by then, unless it is spared; anew under the same name. */
  postpone(name: string, at: Date, work: () => Promise<void>): void;
  /** What was put off under this name need not be done any more. */
  spare(name: string): void;
  /** Whether this process is still to do what was put off under this name. */
  isPutOff(name: string): boolean;
  now(): Date;
  /** From 0 up to 1. */
  random(): number;
  newId<Id extends string>(): Id;
  /** Whether a failure is the store's, and no fault of what was worked on. */
  isStoreOutage(error: unknown): boolean;
  /** Names this process in leases and attempts. */
  worker: string;
  leaseMs: number;
  /** Does work within the trace of its turn; absent: nothing is traced. */
  inSpan?: <Result>(span: LaneSpan, work: () => Promise<Result>) => Promise<Result>;
  log: LaneLog;
}
